/**
 * Rows on their way out, checked: each row of values, since an object would show as no value of its
 * own; of pages as bytes the first page whole, then the first row of each. Used by run-export.ts.
 */
import type { EncodedPages, EncodedRows } from '@longshore/database';
import type { Row, RowCheck } from '@longshore/executors';

/** Throws AppError rows_lack_columns or rows_wrong_type. */
export async function* checkedPages(
  pages: AsyncIterable<Row[]>,
  { check }: RowCheck,
): AsyncGenerator<Row[]> {
  for await (const page of pages) {
    check(page);
    yield page;
  }
}

/** As `checkedPages`, of pages as bytes; null where a required column is missing. */
export function checkedBytes(pages: EncodedPages, rowCheck: RowCheck): EncodedPages | null {
  const keys = pages.columns.map(({ key }) => key);
  if (!rowCheck.requiredKeys.every((key) => keys.includes(key))) return null;
  return {
    total: pages.total,
    columns: pages.columns,
    timestampMs: (bytes, start, end) => pages.timestampMs(bytes, start, end),
    valueOf: (column, text) => pages.valueOf(column, text),
    async *[Symbol.asyncIterator]() {
      let isFirst = true;
      for await (const rows of pages) {
        rowCheck.check(valuesOf(rows, isFirst ? rows.length : 1, pages));
        isFirst = false;
        yield rows;
      }
    },
  };
}

/** The first rows of a page as values; NULL is null. */
function valuesOf(rows: EncodedRows, count: number, pages: EncodedPages): Row[] {
  return Array.from({ length: Math.min(count, rows.length) }, (_, row) =>
    Object.fromEntries(
      pages.columns.map(({ key }, column) => [
        key,
        valueAt(rows, row * rows.width + column, column, pages),
      ]),
    ),
  );
}

function valueAt(
  { bytes, starts, ends }: EncodedRows,
  at: number,
  column: number,
  pages: EncodedPages,
) {
  const start = starts[at] ?? -1;
  return start === -1 ? null : pages.valueOf(column, bytes.toString('utf8', start, ends[at]));
}

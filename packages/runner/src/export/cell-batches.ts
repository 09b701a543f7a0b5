/** Rows of an export as batches of cells, each with the key behind it. Used by run-export.ts. */
import type { Pages } from '@longshore/database';
import { type Column, checkRowsOf, type ExportExecutor, type Row } from '@longshore/executors';
import type { ByteRows, Cell } from '@longshore/workbook';
import type { CellBatch } from './cell-batch.js';
import { checkedBytes, checkedPages } from './checked-rows.js';
import { encodedCells } from './encoded-cells.js';

interface RowSource {
  readonly pages: Pages<Row>;
  readonly executor: ExportExecutor;
  readonly columns: readonly Column[];
}

/** Few enough that the cells of a batch are garbage before V8 copies them to its old generation. */
const BATCH_ROWS = 500;

/** From values. */
export async function* valueBatches({
  pages,
  executor,
  columns,
}: RowSource): AsyncGenerator<CellBatch<Cell[][]>> {
  const places = pages.places?.() ?? null;
  for await (const page of checkedPages(pages, checkRowsOf(executor)))
    for (let from = 0; from < page.length; from += BATCH_ROWS) {
      const to = from + BATCH_ROWS;
      const cells = page
        .slice(from, to)
        .map((row) => columns.map(({ key, toCell }) => toCell(row[key])));
      yield { cells, key: () => (to < page.length ? null : (places?.keyOf(page) ?? null)) };
    }
}

/** What an export writes, and how many rows that is; null: not known yet. */
interface CellBatches {
  readonly batches: AsyncGenerator<CellBatch<Cell[][] | ByteRows>>;
  readonly total: number | null;
}

/** From the bytes that the database sends, where the pages can give them. */
export async function cellBatches(source: RowSource): Promise<CellBatches> {
  const { pages, executor, columns } = source;
  const found = (await pages.encoded?.(columns.map(({ key }) => key))) ?? null;
  const encoded = found === null ? null : checkedBytes(found, checkRowsOf(executor));
  return encoded === null
    ? { batches: valueBatches(source), total: null }
    : { batches: encodedCells(encoded, columns), total: encoded.total };
}

/** Sets flags, remarks and results of a page's records, in as few statements as possible. */
import { AppError } from '@longshore/contract';
import type { AnyRow } from '../keyset.js';
import type { SqlText } from '../sql-text.js';
import { listed } from './dialect.js';
import { type PageContext, sourceColumn } from './page-context.js';
import { cutRemark } from './remark.js';

/** Columns of one record. */
export interface FlagWrite {
  readonly key: string;
  readonly flag: string;
  /** Null: cleared; not there: as it was. */
  readonly remark?: string | null;
  readonly result: AnyRow;
}

interface Group {
  readonly columns: readonly string[];
  readonly hasResults: boolean;
  readonly rows: { readonly key: string; readonly values: readonly unknown[] }[];
}

/** Throws when a record of the page is no more, or is there twice. */
export async function writeFlags(page: PageContext, writes: readonly FlagWrite[]): Promise<void> {
  const { source, dialect, tx } = page;
  let written = 0;
  for (const group of groups(page, writes))
    written += await dialect.countOf(tx, statementOf(page, group));
  if (written !== writes.length)
    throw new AppError('batch_key_repeated', {
      message: `The batch "${source.type}" set the flags of ${written} records of ${source.table}, but has ${writes.length}: ${source.key} must be unique, and what a batch does must not remove its records or change their keys.`,
      values: { table: source.table, column: source.key, rule: `${written} of ${writes.length}` },
    });
}

/** Records whose columns are the same go together; without results also by their values. */
function groups(page: PageContext, writes: readonly FlagWrite[]): Group[] {
  const { state, remark: remarkColumn } = page.source;
  const byColumns = new Map<string, Group>();
  for (const { key, flag, remark, result } of writes) {
    const remarked = remarkColumn !== null && remark !== undefined ? remarkColumn : null;
    const names = Object.keys(result).sort();
    const columns = [state, ...(remarked === null ? [] : [remarked]), ...names];
    const remarkValues = remarked === null ? [] : [remarkIn(page, remarked, remark ?? null)];
    const values = [flag, ...remarkValues, ...names.map((name) => result[name])];
    const isPlain = names.length === 0 && remark === null;
    const id = JSON.stringify([isPlain ? flag : null, columns]);
    const group = byColumns.get(id) ?? { columns, hasResults: names.length > 0, rows: [] };
    group.rows.push({ key, values });
    byColumns.set(id, group);
  }
  return [...byColumns.values()];
}

/** A column that takes no null is cleared by an empty text. */
function remarkIn(page: PageContext, name: string, remark: string | null): string | null {
  const { length, isNullable } = sourceColumn(page, name);
  if (remark === null) return isNullable ? null : '';
  return cutRemark(remark, length);
}

function statementOf(page: PageContext, { columns, rows, hasResults }: Group): SqlText {
  const { dialect, source } = page;
  const { sql, named, typed } = dialect;
  const key = sourceColumn(page, source.key);
  const [first] = rows;
  const isSame = rows.every(({ values }) => values.every((value, i) => value === first?.values[i]));
  if (!isSame || hasResults || first === undefined)
    return dialect.updateEach({
      table: source.table,
      key,
      columns: columns.map((name) => sourceColumn(page, name)),
      rows,
    });
  const changes = columns.map((name, i) => {
    const value = first.values[i];
    const written = value === null ? sql`NULL` : typed(sourceColumn(page, name), String(value));
    return sql`${named(name)} = ${written}`;
  });
  const keys = rows.map((row) => row.key);
  return sql`UPDATE ${named(source.table)} SET ${listed(dialect, changes)} WHERE ${dialect.isAmong(key, keys)}`;
}

/** The columns that a batch reads and writes, held against what the catalogue says now. */
import { AppError } from '@longshore/contract';
import type { BatchSource, FlagValue } from '../batch-source.js';
import type { AnyRow } from '../keyset.js';
import type { BatchColumn, BatchDialect } from './dialect.js';

/** The table's columns by name. */
export type Columns = ReadonlyMap<string, BatchColumn>;

/** The columns that a source names, each once. */
export function namesIn(source: BatchSource): string[] {
  const { key, state, remark, batchNo, orderBy, columns, results } = source;
  const named = [key, state, remark, batchNo, orderBy, ...columns, ...results];
  return [...new Set(named.filter((name) => name !== null))];
}

/** The flags that a source has, as texts. */
export const flagTexts = ({ flags }: BatchSource): string[] =>
  [flags.new, flags.processing, flags.success, flags.exception, flags.failure]
    .filter((flag) => flag !== null)
    .map(String);

export const flagText = (flag: FlagValue): string => String(flag);

/** From the rows of the catalogue. */
export const columnsFrom = (dialect: BatchDialect, rows: readonly AnyRow[]): Columns =>
  new Map(rows.map((row) => dialect.columnOf(row)).map((column) => [column.name, column]));

/** Throws `batch_column_missing`, or `batch_table_missing` where there is no column at all. */
export function columnIn(columns: Columns, table: string, name: string): BatchColumn {
  if (columns.size === 0) throw new AppError('batch_table_missing', { values: { table } });
  const column = columns.get(name);
  if (column === undefined)
    throw new AppError('batch_column_missing', { values: { table, column: name } });
  return column;
}

/** Kinds of the columns that a source names, for `refuseChange`. */
export const kindsOf = (source: BatchSource, columns: Columns): Record<string, string> =>
  Object.fromEntries(
    namesIn(source).map((name) => [name, columnIn(columns, source.table, name).kind]),
  );

/** Throws where a column is gone, or of another kind than when the run began. */
export function refuseChange(
  source: BatchSource,
  columns: Columns,
  kinds: Readonly<Record<string, string>>,
): void {
  const named = namesIn(source).map((name) => columnIn(columns, source.table, name));
  for (const { name, kind } of named) {
    const before = kinds[name] ?? kind;
    if (before !== kind)
      throw new AppError('batch_kind_changed', {
        values: { table: source.table, column: name, before, now: kind },
      });
  }
}

/** A table whose rows are known by a key, and the names of its columns. */

type AnyRow = Readonly<Record<string, unknown>>;

/** Where the rows of an import stand. */
export interface KeyedTable {
  /** `table` or `schema.table`. */
  readonly table: string;
  /** The properties that are the key, as `key` of the import. */
  readonly key: string | readonly string[];
  /** Names of columns by property, where they differ: `{ stockCode: 'stock_code' }`. */
  readonly columns?: Readonly<Record<string, string>>;
}

/** From the properties of rows to the columns of the table, and back. */
export function columnNames({ columns = {} }: KeyedTable) {
  const renamed = Object.entries(columns);
  const of = (property: string): string => columns[property] ?? property;
  const inColumns = (row: AnyRow): AnyRow =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [of(name), value]));
  return {
    of,
    /** The rows under the names of columns. */
    rows: (rows: readonly AnyRow[]): readonly AnyRow[] =>
      renamed.length === 0 ? rows : rows.map(inColumns),
    /** The row as it stands, and its values under the names of properties. */
    withProperties: (row: AnyRow): AnyRow => ({
      ...row,
      ...Object.fromEntries(renamed.map(([name, column]) => [name, row[column]])),
    }),
  };
}

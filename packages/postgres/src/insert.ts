/** Many rows in one statement: arrays that the server unnests. Used by the `save` of an import. */
import { dayValue, type Sql } from '@longshore/database';
import { arrayLiteral } from './array-literal.js';
import { columnTypes } from './column-types.js';
import { quoted } from './sql.js';

type AnyRow = Readonly<Record<string, unknown>>;

/** What `insertMany` writes. */
export interface InsertOptions<Row extends AnyRow> {
  /** `table` or `schema.table`. */
  readonly table: string;
  /**
   * Values by column name; undefined is NULL. Columns of an array type are not possible. A column
   * of type `date` takes the day that a Date was written as, and refuses a Date with a time of day.
   */
  readonly rows: readonly Row[];
  /** Default: the properties of the first row. */
  readonly columns?: readonly (keyof Row & string)[];
}

/** What `upsert` writes. */
export interface UpsertOptions<Row extends AnyRow> extends InsertOptions<Row> {
  /** Columns of a unique index of the table. */
  readonly key: (keyof Row & string) | readonly (keyof Row & string)[];
}

/** In the order of the rows, so that numbers which the table gives rise with it. */
export async function insertMany<Row extends AnyRow>(
  tx: Sql,
  options: InsertOptions<Row>,
): Promise<void> {
  if (options.rows.length === 0) return;
  const { columns, source, values } = await unnested(tx, options);
  await tx.query(
    `INSERT INTO ${quoted(options.table)} (${columns}) SELECT ${columns} FROM ${source} ORDER BY ${POSITION}`,
    values,
  );
}

/**
 * Inserts new keys and overwrites the columns of known ones. Of rows with one key the last wins:
 * PostgreSQL would refuse to touch a row twice. Rows are written in key order, so that two chunks
 * cannot wait for each other.
 */
export async function upsert<Row extends AnyRow>(
  tx: Sql,
  options: UpsertOptions<Row>,
): Promise<void> {
  if (options.rows.length === 0) return;
  const { columns, names, source, values } = await unnested(tx, options);
  const keys = [options.key].flat();
  const key = keys.map(quoted).join(', ');
  const changes = names
    .filter((name) => !keys.includes(name))
    .map((name) => `${quoted(name)} = excluded.${quoted(name)}`);
  await tx.query(
    `INSERT INTO ${quoted(options.table)} (${columns})
     SELECT DISTINCT ON (${key}) ${columns} FROM ${source} ORDER BY ${key}, ${POSITION} DESC
     ON CONFLICT (${key}) DO ${changes.length === 0 ? 'NOTHING' : `UPDATE SET ${changes.join(', ')}`}`,
    values,
  );
}

const POSITION = 'longshore_position';

/** The rows as a table expression: an array a column, each of its column's type. */
export async function unnested<Row extends AnyRow>(
  tx: Sql,
  { table, rows, columns: given }: InsertOptions<Row>,
) {
  const names: readonly string[] = given ?? Object.keys(rows[0] ?? {});
  const types = await columnTypes(tx, table, names);
  const arrays = types.map((type, i) => `$${i + 1}::${type}[]`);
  const columns = names.map(quoted).join(', ');
  return {
    names,
    columns,
    source: `unnest(${arrays.join(', ')}) WITH ORDINALITY AS source (${columns}, ${POSITION})`,
    values: names.map((name, i) => columnOf(rows, name, types[i] === 'date')),
  };
}

function columnOf(rows: readonly AnyRow[], name: string, isDay: boolean): unknown {
  const values = rows.map((row) => (isDay ? dayValue(row[name], name) : row[name]) ?? null);
  return arrayLiteral(values) ?? values;
}

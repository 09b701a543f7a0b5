/** Many rows in one statement. Used by the `save` of an import. */
import { dayValue, type Sql } from '@longshore/database';
import { dayColumns } from './day-columns.js';
import { inKeyOrder } from './key-order.js';
import { quoted, quotedColumn } from './sql.js';
import { literalOf } from './values.js';

type AnyRow = Readonly<Record<string, unknown>>;

/** What `insertMany` writes. */
export interface InsertOptions<Row extends AnyRow> {
  /** `table` or `schema.table`. */
  readonly table: string;
  /**
   * Values by column name; undefined is NULL; arrays and objects are JSON. A DATE takes the day
   * that a Date was written as, and refuses a Date with a time of day.
   */
  readonly rows: readonly Row[];
  /** Default: the properties of the first row. */
  readonly columns?: readonly (keyof Row & string)[];
}

/** What `upsert` writes. */
export interface UpsertOptions<Row extends AnyRow> extends InsertOptions<Row> {
  /**
   * Columns of a unique index of the table. MySQL also overwrites where another unique index of the
   * table says that the row exists.
   */
  readonly key: (keyof Row & string) | readonly (keyof Row & string)[];
}

/** Inserts the rows in their order. */
export async function insertMany<Row extends AnyRow>(
  tx: Sql,
  options: InsertOptions<Row>,
): Promise<void> {
  await insertEach(tx, options, options.rows, '');
}

/**
 * Inserts new keys and overwrites the columns of known keys. Of rows with one key the last wins.
 * Rows are written in key order, so that two chunks do not wait for each other; keys with letters
 * beyond ASCII are written in the order given, for only the database knows which of them are equal.
 */
export async function upsert<Row extends AnyRow>(
  tx: Sql,
  options: UpsertOptions<Row>,
): Promise<void> {
  const keys: readonly string[] = [options.key].flat();
  const names = namesOf(options);
  const changed = names.filter((name) => !keys.includes(name)).map(quotedColumn);
  const first = quotedColumn(keys[0] ?? '');
  const changes = changed.map((name) => `${name} = VALUES(${name})`).join(', ');
  await insertEach(
    tx,
    options,
    inKeyOrder(options.rows, keys),
    ` ON DUPLICATE KEY UPDATE ${changes || `${first} = ${first}`}`,
  );
}

const namesOf = <Row extends AnyRow>({ rows, columns }: InsertOptions<Row>): readonly string[] =>
  columns ?? Object.keys(rows[0] ?? {});

/** Below the smallest `max_allowed_packet` that servers come with: 16 MiB, texts up to 3 bytes. */
export const STATEMENT_CHARACTERS = 5 * 1024 ** 2;

async function insertEach<Row extends AnyRow>(
  tx: Sql,
  options: InsertOptions<Row>,
  rows: readonly AnyRow[],
  ending: string,
): Promise<void> {
  const names = namesOf(options);
  const head = `INSERT INTO ${quoted(options.table)} (${names.map(quotedColumn).join(', ')}) VALUES `;
  const days = hasDate(rows, names) ? await dayColumns(tx, options.table) : NO_DAYS;
  const writtenValue = (row: AnyRow, name: string) =>
    days.has(name.toLowerCase()) ? dayValue(row[name], name) : row[name];
  let values: string[] = [];
  let characters = 0;
  for (const row of rows) {
    const text = `(${names.map((name) => literalOf(writtenValue(row, name))).join(',')})`;
    if (values.length > 0 && characters + text.length > STATEMENT_CHARACTERS) {
      await tx.query(head + values.join(',') + ending);
      values = [];
      characters = 0;
    }
    values.push(text);
    characters += text.length;
  }
  if (values.length > 0) await tx.query(head + values.join(',') + ending);
}

const NO_DAYS: ReadonlySet<string> = new Set();

const hasDate = (rows: readonly AnyRow[], names: readonly string[]): boolean =>
  rows.some((row) => names.some((name) => row[name] instanceof Date));

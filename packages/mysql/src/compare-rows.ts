/**
 * Rows against the table that an upsert would write them to, without writing them. Used by the
 * preview of an import, and by the import that was confirmed.
 */
import { columnNames, type KeyedTable, type Sql } from '@longshore/database';
import { STATEMENT_CHARACTERS } from './insert.js';
import { inKeyOrder } from './key-order.js';
import { indexOf, plainColumns, storesAll, type WrittenColumn } from './plain-columns.js';
import { quoted, quotedColumn } from './sql.js';
import { asStored, holds, isKnown, textLiteral } from './stores-as-is.js';
import { type ColumnFacts, type TableFacts, tableFacts } from './table-facts.js';

type AnyRow = Readonly<Record<string, unknown>>;
/** What would become of a row. */
type Fate = 'create' | 'update' | 'same';

/** What the rows are looked up with. */
export interface Context {
  readonly tx: Sql;
}

/** Rows under the names of columns, and what is asked of them. */
interface Question {
  readonly rows: readonly AnyRow[];
  readonly names: readonly string[];
  readonly facts: TableFacts;
  /** Of a row that is there: a text. */
  readonly expression: string;
  /** `FOR UPDATE`, as `currentRows` locks, or nothing. */
  readonly lock: '' | 'FOR UPDATE';
  readonly wantsKeys: boolean;
}

interface Told {
  readonly position: number;
  /** '': there is no row with this key. */
  readonly told: string;
  /** Of the first row, where that was asked: how many keys the server sees. */
  readonly keys: number | null;
}

const POSITION = 'longshore_position';

/** The `comparison` of an import whose `save` is one upsert into a table. */
export function compareRows(keyed: KeyedTable) {
  const { table } = keyed;
  const key = [keyed.key].flat();
  const columns = columnNames(keyed);
  const keyNames = key.map(columns.of);
  const isThere = `kept.${quotedColumn(keyNames[0] ?? '')} IS NOT NULL`;

  /** Null: the statement would be longer than the server takes. */
  function statementOf({
    rows,
    names,
    facts,
    expression,
    lock,
    wantsKeys,
  }: Question): string | null {
    const keys = keyNames.map((name) => asStored(source(name), facts.columns.get(name)));
    const hasKey = keyNames.map((name, i) => `kept.${quotedColumn(name)} = ${keys[i]}`);
    const index = indexOf(facts, keyNames);
    const texts = (row: AnyRow, some: readonly string[]) =>
      some.map((name) => textLiteral(row[name], name, facts.columns.get(name)?.type === 'date'));
    const values = rows.map((row, i) => [row[POSITION] ?? i, ...texts(row, names)]);
    const count = `
      WITH source ${valuesOf(
        keyNames,
        rows.map((row) => texts(row, keyNames)),
      )}
      SELECT COUNT(DISTINCT ${keys.join(', ')}) FROM source`;
    const statement = `
      WITH source ${valuesOf([POSITION, ...names], values)}
      SELECT ${POSITION} AS position, CASE WHEN ${isThere} THEN ${expression} ELSE '' END AS told,
        ${wantsKeys ? `CASE WHEN ${POSITION} = 0 THEN (${count}) END` : 'NULL'} AS \`keys\`
      FROM source LEFT JOIN ${quoted(table)} AS kept
        ${index === null ? '' : `FORCE INDEX (${quotedColumn(index)})`} ON ${hasKey.join(' AND ')} ${lock}`;
    return statement.length > STATEMENT_CHARACTERS ? null : statement;
  }

  /** In the order of the rows; null as above. */
  async function tell(tx: Sql, question: Question) {
    const statement = statementOf(question);
    if (statement === null) return null;
    const answers = await tx.query<Told>(statement);
    if (answers.length !== question.rows.length)
      throw new Error(`The table ${table} has several rows with one key (${keyNames.join(', ')})`);
    const told = answers.sort((a, b) => a.position - b.position).map((one) => one.told);
    return { told, keys: answers[0]?.keys };
  }

  async function statesIn(
    tx: Sql,
    rows: readonly AnyRow[],
    lock: Question['lock'],
  ): Promise<(string | null)[]> {
    const [first] = rows;
    if (first === undefined) return [];
    const facts = await tableFacts(tx, table);
    const expression = stateOf(facts, Object.keys(first).map(columns.of));
    const keys = columns.rows(rows).map((row, i) => ({ ...namesIn(row, keyNames), [POSITION]: i }));
    const ordered = inKeyOrder(keys, keyNames);
    const asked = { rows: ordered, names: keyNames, facts, expression, lock, wantsKeys: false };
    const found = await tell(tx, asked);
    if (found !== null) return found.told.map((text) => text || null);
    const half = Math.ceil(rows.length / 2);
    const ahead = await statesIn(tx, rows.slice(0, half), lock);
    return [...ahead, ...(await statesIn(tx, rows.slice(half), lock))];
  }

  return {
    key,
    /**
     * A number of each stored row, another one once a column differs; null: none has the key. The
     * rows are locked, as `currentRows` says.
     */
    stored: (rows: readonly AnyRow[], { tx }: Context) => statesIn(tx, rows, 'FOR UPDATE'),
    compare: async (rows: readonly AnyRow[], { tx }: Context) => {
      const facts = await tableFacts(tx, table);
      const [first = {}] = rows;
      const written = plainColumns(
        facts,
        keyNames,
        Object.keys(first).map((property) => ({ property, name: columns.of(property) })),
      );
      const found =
        rows.length === 0 || written === null || !storesAll(rows, written)
          ? null
          : await tell(tx, { ...comparing(facts, written), rows: columns.rows(rows), lock: '' });
      // keys that the server sees as one are saved one upon the other
      if (found === null || found.keys !== rows.length)
        return { states: await statesIn(tx, rows, ''), fates: null, kept: null };
      const marks = found.told.map((text) => text.split(' '));
      return {
        states: marks.map(([state]) => state || null),
        fates: marks.map(fateOf),
        kept: null,
      };
    },
    saveKept: null,
  };
}

/** MySQL asks for ROW. */
const valuesOf = (names: readonly string[], rows: readonly (readonly unknown[])[]): string =>
  `(${names.map(quotedColumn).join(', ')}) AS (VALUES ${rows.map((row) => `/*!80019 ROW*/(${row.join(',')})`).join(',')})`;

const source = (name: string): string => `source.${quotedColumn(name)}`;
const kept = (name: string): string => `kept.${quotedColumn(name)}`;

const namesIn = (row: AnyRow, names: readonly string[]): AnyRow =>
  Object.fromEntries(names.map((name) => [name, row[name]]));

/** An upsert leaves the columns of the key as they are. */
function comparing(facts: TableFacts, written: readonly WrittenColumn[]) {
  const names = written.map(({ name }) => name);
  const isSame = written
    .filter(({ isKey }) => !isKey)
    .map((column) => holds(kept(column.name), source(column.name), column));
  const same = ['TRUE', ...isSame].join(' AND ');
  const expression = `CONCAT(${stateOf(facts, names)}, CASE WHEN ${same} THEN ' same' ELSE '' END)`;
  return { facts, names, expression, wantsKeys: true };
}

const LONG_TEXT_BYTES = 4_000;

/** A number of 64 bits of the stored row, another one once one of these columns differs. */
function stateOf({ columns }: TableFacts, names: readonly string[]): string {
  const texts = names.map((name) => textOf(kept(name), columns.get(name)));
  return `CONV(LEFT(MD5(CONCAT_WS(',', ${texts.join(', ')})), 16), 16, -10)`;
}

/**
 * A text of a stored value: a digest of what may be long, since a text beyond `max_allowed_packet`
 * would be NULL. A FLOAT is shown with fewer digits than it has.
 */
function textOf(value: string, column: ColumnFacts | undefined): string {
  if (column?.type === 'float') return `QUOTE(${value} + 0e0)`;
  const isShort = column !== undefined && isKnown(column) && (column.bytes ?? 0) <= LONG_TEXT_BYTES;
  return isShort ? `QUOTE(${value})` : `IFNULL(MD5(${value}), '-')`;
}

function fateOf([state, same]: readonly string[]): Fate {
  if (state === '') return 'create';
  return same === undefined ? 'update' : 'same';
}

/**
 * Rows of an upsert whose fates are known, as texts that are kept until they are saved: the
 * parameters of the statements themselves. New rows are inserted, changed ones are updated where
 * they are as they were, and rows that need no writing are only looked at.
 */
import type { Sql } from '@longshore/database';
import { plainColumns, type WrittenColumn } from './plain-columns.js';
import { columnLiterals, stateOf, typedSource } from './row-columns.js';
import { quoted } from './sql.js';
import { tableFacts } from './table-facts.js';

type AnyRow = Readonly<Record<string, unknown>>;
type Fate = 'create' | 'update' | 'same';

/** The first text; behind it those of the new rows, of the changed ones, and of the others. */
interface KeptHeader {
  readonly columns: readonly KeptColumn[];
  /**
   * Names of those beside the key that the changed rows are written to: the others are as they are.
   */
  readonly changed?: readonly string[];
  readonly rows: Readonly<Record<Fate, number>>;
}

type KeptColumn = Pick<WrittenColumn, 'property' | 'name'>;

interface RowsToKeep {
  readonly rows: readonly AnyRow[];
  readonly marks: RowMarks;
  readonly fates: readonly Fate[];
  readonly columns: readonly WrittenColumn[];
  /** Those in which a row of the fate `update` differs from its stored row. */
  readonly changed: readonly WrittenColumn[];
  readonly keyNames: readonly string[];
  /** Of all rows. */
  readonly literals: readonly string[];
}

/**
 * Of stored rows, in the order of the rows: what is in them, and the transactions that wrote them.
 */
interface RowMarks {
  readonly states: readonly (string | null)[];
  readonly writtenBy: readonly (string | null)[];
}

export function keptTexts(toKeep: RowsToKeep): string[] {
  const { rows, marks, fates, columns, changed, keyNames, literals } = toKeep;
  const literalsOf = (fate: Fate, some: readonly WrittenColumn[]) => {
    const isAll = fates.every((one) => one === fate);
    if (isAll) return literals.filter((_, i) => some.includes(columns[i] as WrittenColumn));
    return columnLiterals(
      rows.filter((_, i) => fates[i] === fate),
      some,
    );
  };
  const count = (fate: Fate) => fates.reduce((sum, one) => (one === fate ? sum + 1 : sum), 0);
  const counts = { create: count('create'), update: count('update'), same: count('same') };
  const header: KeptHeader = {
    columns: columns.map(({ property, name }) => ({ property, name })),
    changed: changed.map(({ name }) => name),
    rows: counts,
  };
  const keys = keyColumns(columns, keyNames);
  const texts = [JSON.stringify(header)];
  if (counts.create > 0) texts.push(...literalsOf('create', columns));
  if (counts.update > 0) {
    const written = columns.filter((column) => keys.includes(column) || changed.includes(column));
    texts.push(...literalsOf('update', written), ...markLiterals(marks, fates, 'update'));
  }
  if (counts.same > 0)
    texts.push(...literalsOf('same', keys), ...markLiterals(marks, fates, 'same'));
  return texts;
}

const keyColumns = <Column extends KeptColumn>(
  columns: readonly Column[],
  keyNames: readonly string[],
): Column[] => columns.filter(({ name }) => keyNames.includes(name));

const markLiterals = (
  { writtenBy, states }: RowMarks,
  fates: readonly Fate[],
  fate: Fate,
): string[] =>
  [writtenBy, states].map((all) => `{${all.filter((_, i) => fates[i] === fate).join(',')}}`);

/** The table of an upsert. */
interface UpsertTarget {
  readonly table: string;
  readonly keyNames: readonly string[];
}

/** What stands in a row of `source` beside its values. */
const MARKS = [
  { name: 'longshore_written_by', type: 'xid' },
  { name: 'longshore_state', type: 'bigint' },
];

/** False, or an error for the data of a row: not every row is as it was. */
export async function saveKept(
  [first = '', ...rest]: readonly string[],
  tx: Sql,
  target: UpsertTarget,
): Promise<boolean> {
  const header = JSON.parse(first) as KeptHeader; // written by keptTexts
  const facts = await tableFacts(tx, target.table);
  const columns = plainColumns(facts, target.keyNames, header.columns);
  const { changed: changedNames } = header;
  // an earlier version kept all columns of changed rows, and did not name them
  if (columns === null || changedNames === undefined) return false;
  const table = quoted(target.table);
  const names = columns.map(({ name }) => quoted(name));
  const keys = keyColumns(columns, target.keyNames);
  const has = keys.map(({ name }) => `kept.${quoted(name)} = source.${quoted(name)}`);
  const state = stateOf(
    facts,
    columns.map(({ name }) => name),
  );
  // who wrote the row is known without a look into it
  const isAsItWas = `(kept.xmin = source.longshore_written_by OR ${state} = source.longshore_state)`;
  const found = [...has, isAsItWas].join(' AND ');
  const texts = [...rest];
  const next = (count: number) => texts.splice(0, count);
  const { create, update, same } = header.rows;
  if (create > 0)
    await tx.query(
      // in the order of their keys, so that two chunks cannot wait for each other
      `INSERT INTO ${table} (${names.join(', ')}) SELECT ${names.join(', ')} FROM ${typedSource(columns, '')}
       ORDER BY ${keys.map(({ name }) => quoted(name)).join(', ')}`,
      next(columns.length),
    );
  const count = async (statement: string, values: readonly string[]) => {
    const [counted] = await tx.query<{ readonly rows: number }>(statement, values);
    return counted?.rows;
  };
  if (update > 0) {
    const changed = columns.filter(
      (column) => !keys.includes(column) && changedNames.includes(column.name),
    );
    const changes = changed.map(({ name }) => `${quoted(name)} = source.${quoted(name)}`);
    const given = columns.filter((column) => keys.includes(column) || changed.includes(column));
    const written = await count(
      `WITH written AS (
         UPDATE ${table} AS kept SET ${changes.join(', ')} FROM ${typedSource(given, '', MARKS)} WHERE ${found} RETURNING 1
       ) SELECT count(*)::int AS rows FROM written`,
      next(given.length + MARKS.length),
    );
    if (written !== update) return false;
  }
  if (same === 0) return true;
  const seen = await count(
    `SELECT count(*)::int AS rows FROM ${typedSource(keys, '', MARKS)} JOIN ${table} AS kept ON ${found}`,
    next(keys.length + MARKS.length),
  );
  return seen === same;
}

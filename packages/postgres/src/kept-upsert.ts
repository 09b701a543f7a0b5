/**
 * Rows of an upsert whose fates are known, as texts that are kept until they are saved: the
 * parameters of the statements themselves. New rows are inserted, changed ones are updated where
 * they are as they were, and rows that need no writing are only looked at.
 */
import type { Sql } from '@longshore/database';
import { plainColumns, type WrittenColumn } from './plain-columns.js';
import { columnLiterals, type RowMark, stateOf, typedSource } from './row-columns.js';
import { quoted } from './sql.js';
import { tableFacts } from './table-facts.js';

type AnyRow = Readonly<Record<string, unknown>>;
type Fate = 'create' | 'update' | 'same';

/** The first text; behind it those of the new rows, of the changed ones, and of the others. */
interface KeptHeader {
  readonly columns: readonly Pick<WrittenColumn, 'property' | 'name'>[];
  readonly rows: Readonly<Record<Fate, number>>;
}

interface RowsToKeep {
  readonly rows: readonly AnyRow[];
  readonly marks: readonly (RowMark | null)[];
  readonly fates: readonly Fate[];
  readonly columns: readonly WrittenColumn[];
  readonly keyNames: readonly string[];
  /** Of all rows. */
  readonly literals: readonly string[];
}

export function keptTexts(toKeep: RowsToKeep): string[] {
  const { rows, marks, fates, columns, keyNames, literals } = toKeep;
  const of = (fate: Fate) => rows.filter((_, i) => fates[i] === fate);
  const valuesOf = (some: readonly AnyRow[]) =>
    some.length === rows.length ? literals : columnLiterals(some, columns);
  const [create, update, same] = [of('create'), of('update'), of('same')];
  const header: KeptHeader = {
    columns: columns.map(({ property, name }) => ({ property, name })),
    rows: { create: create.length, update: update.length, same: same.length },
  };
  const texts = [JSON.stringify(header)];
  if (create.length > 0) texts.push(...valuesOf(create));
  if (update.length > 0) texts.push(...valuesOf(update), ...markLiterals(marks, fates, 'update'));
  if (same.length > 0)
    texts.push(
      ...columnLiterals(same, keyColumns(columns, keyNames)),
      ...markLiterals(marks, fates, 'same'),
    );
  return texts;
}

const keyColumns = (columns: readonly WrittenColumn[], keyNames: readonly string[]) =>
  columns.filter(({ name }) => keyNames.includes(name));

function markLiterals(
  marks: readonly (RowMark | null)[],
  fates: readonly Fate[],
  fate: Fate,
): string[] {
  const ofFate = marks.flatMap((mark, i) => (mark !== null && fates[i] === fate ? [mark] : []));
  return [
    `{${ofFate.map(({ writtenBy }) => writtenBy).join(',')}}`,
    `{${ofFate.map(({ state }) => state).join(',')}}`,
  ];
}

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
  if (columns === null) return false;
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
    const changes = columns
      .filter((column) => !keys.includes(column))
      .map(({ name }) => `${quoted(name)} = source.${quoted(name)}`);
    const written = await count(
      `WITH written AS (
         UPDATE ${table} AS kept SET ${changes.join(', ')} FROM ${typedSource(columns, '', MARKS)} WHERE ${found} RETURNING 1
       ) SELECT count(*)::int AS rows FROM written`,
      next(columns.length + MARKS.length),
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

/** Imports that add to counters, so that rows of several imports meet in the database. */
import { makeWorkbook } from '../support/make-workbook.js';
import { query } from '../support/query.js';
import type { System } from '../support/system.js';

/** Makes the counters a and b. */
export const startCounters = (system: System) =>
  query(system, "INSERT INTO counters VALUES ('a', 0), ('b', 0)");

/** Registers an import with one row for each name of a counter; resolves with the task's id. */
export async function importCounters(
  system: System,
  owner: string,
  counters: readonly string[],
): Promise<string> {
  const bytes = await makeWorkbook([['counter'], ...counters.map((name) => [name])]);
  const file = { name: 'counters.xlsx', bytes };
  return (await system.registerImport('contended', file, { owner })).body.taskId;
}

/** Rows that were counted in all. */
export async function sumOfCounters(system: System): Promise<number> {
  const [row] = await query<{ sum: string }>(system, 'SELECT sum(n) FROM counters');
  return Number(row?.sum);
}

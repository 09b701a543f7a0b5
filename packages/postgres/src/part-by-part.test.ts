/**
 * A page of failed rows costs a page, whatever stands behind it and whatever the database knows.
 */
import type { FailedRow, Sql } from '@longshore/database';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { failedRows } from './failed-rows.js';
import { freshDatabase } from './fresh-database.js';
import { type PostgresDatabase, postgres } from './postgres.js';
import { waitingRows } from './waiting-rows.js';

const ROWS = 6_000;
const PAGE_ROWS = 1_000;
const TASK = 'many';

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let database: PostgresDatabase;
beforeAll(async () => {
  fresh = await freshDatabase(inject('databaseUrl'));
  database = postgres(fresh.url);
  await database.migrate();
  await database.query('ALTER TABLE longshore.failed_row SET (autovacuum_enabled = false)');
  const run = { taskId: TASK, attempt: 1 };
  await database.openRun(run);
  for (const part of [1, 3]) {
    const failed = Array.from({ length: ROWS / 2 }, (_, i): FailedRow => {
      const row = i + 2;
      const issues = [{ row, column: 'a', code: 'required', values: {}, message: null }];
      return { place: { part, row }, cells: ['a', i], issues };
    });
    const cursor = { part, row: ROWS };
    const never = new AbortController().signal;
    await database.chunk(run, never, async () => ({ cursor, succeeded: 0, failed }));
  }
});
afterAll(async () => {
  await database?.close();
  await fresh?.drop();
});

interface Plan {
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly Plans?: readonly Plan[];
}

/** Rows that each statement took from the table. */
function measured(taken: number[]): Sql {
  return {
    query: async (text, values) => {
      const [explained] = await database.query<{ 'QUERY PLAN': readonly { Plan: Plan }[] }>(
        `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${text}`,
        values,
      );
      taken.push(rowsTaken(explained?.['QUERY PLAN'][0]?.Plan));
      return database.query(text, values);
    },
  };
}

function rowsTaken(plan: Plan | undefined): number {
  if (plan === undefined) return 0;
  const own =
    plan['Relation Name'] === 'failed_row' ? plan['Actual Rows'] * plan['Actual Loops'] : 0;
  return own + (plan.Plans ?? []).reduce((sum, one) => sum + rowsTaken(one), 0);
}

test.each([
  ['failed rows', failedRows],
  ['rows that wait', waitingRows],
])('pages of %s come in order, and none reads more than its own', async (_, pagesOf) => {
  const taken: number[] = [];
  const places: string[] = [];
  for await (const page of pagesOf(measured(taken), TASK))
    places.push(...page.map(({ place }) => `${place.part}/${place.row}`));
  const all = [1, 3].flatMap((part) =>
    Array.from({ length: ROWS / 2 }, (_row, i) => `${part}/${i + 2}`),
  );
  expect(places).toEqual(all);
  expect(Math.max(...taken)).toBeLessThanOrEqual(PAGE_ROWS);
});

/**
 * `npm run bench -- batch-archive [records a day]`: ten days of a table whose records arrive, are
 * worked by a batch, and move out with their pages; beside it a table whose done records stay. The
 * indexes of the first must not grow with the days. Each night both tables are vacuumed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BatchSource } from '@longshore/database';
import { startPostgres } from '@longshore/infra';
import { postgres } from '@longshore/postgres';
import { type Result, saveResults } from './results.js';

const RECORDS = Number(process.argv[2] ?? 100_000);
const DAYS = 10;
const PAGE_ROWS = 500;
/**
 * The last day's indexes against those of the second: what a vacuum frees is used from the next day
 * on.
 */
const GOAL = 1.2;
const MIB = 1_048_576;

const source = (table: string, archive: BatchSource['archive']): BatchSource => ({
  type: table,
  table,
  key: 'id',
  state: 'state',
  remark: 'remark',
  batchNo: null,
  orderBy: null,
  onException: 'wait',
  flags: { new: 0, processing: 1, success: 2, exception: 3, failure: 4 },
  columns: ['customer', 'amount'],
  results: [],
  archive,
});
const KEPT = source('kept', null);
const MOVED = source('moved', { success: 'moved_done', failure: null, when: 'page' });

const dir = mkdtempSync(join(tmpdir(), 'longshore-batch-archive-'));
const server = await startPostgres({ dir, temporary: true, unsafe: true });
const db = postgres(server.url);
try {
  await db.migrate();
  for (const table of ['kept', 'moved', 'moved_done']) await createTable(table);
  const kept: Day[] = [];
  const moved: Day[] = [];
  for (let day = 0; day < DAYS; day++) {
    kept.push(await lived(day, KEPT));
    moved.push(await lived(day, MOVED));
    console.log(`  day ${day + 1}: indexes ${told(moved)} with the archive, ${told(kept)} without`);
  }
  const results = [
    compared('indexes of the last day against the second, with the archive', last(moved), moved[1]),
    compared('indexes of the last day, with the archive against without', last(moved), last(kept)),
    pages('a page with its archive against one without', last(moved), last(kept)),
  ];
  saveResults('batch-archive', results);
  if ((results[0]?.ratio ?? Number.POSITIVE_INFINITY) > GOAL) process.exitCode = 1;
} finally {
  await db.close();
  await server.stop();
  rmSync(dir, { recursive: true, force: true });
}

interface Day {
  readonly indexBytes: number;
  readonly pageMs: number;
}

async function createTable(table: string): Promise<void> {
  await db.query(
    `CREATE TABLE ${table} (id bigint PRIMARY KEY, customer text, amount numeric, state smallint NOT NULL DEFAULT 0, remark text)`,
  );
  await db.query(`CREATE INDEX ${table}_pages ON ${table} (id) WHERE state = 0`);
  await db.query(`CREATE INDEX ${table}_customer ON ${table} (customer)`);
  await db.query(`ALTER TABLE ${table} SET (autovacuum_enabled = off)`);
}

async function lived(day: number, table: BatchSource): Promise<Day> {
  await db.query(
    `INSERT INTO ${table.table} (id, customer, amount) SELECT id, 'c' || id % 1000, id % 977 FROM generate_series($1::bigint, $2::bigint) AS id`,
    [day * RECORDS + 1, (day + 1) * RECORDS],
  );
  const run = { taskId: `${table.type}-${day}`, attempt: 1 };
  await db.openBatch(run, table, {
    lanes: 1,
    batchNo: null,
    only: 'new',
    where: null,
    classes: [],
  });
  const lane = await db.openLane(run.taskId, 0);
  const options = { rows: PAGE_ROWS, signal: new AbortController().signal, claim: 'lock' } as const;
  const began = performance.now();
  let state = await db.batchPage(lane, table, options, succeed);
  while (state.standing !== 'ended') state = await db.batchPage(lane, table, options, succeed);
  const pageMs = (performance.now() - began) / Math.ceil(RECORDS / PAGE_ROWS);
  if (state.succeeded !== RECORDS) throw new Error(`${state.succeeded} records were worked`);
  await db.closeBatch(run, table);
  await db.query(`VACUUM ANALYZE ${table.table}`);
  const [size] = await db.query<{ bytes: number }>('SELECT pg_indexes_size($1) AS bytes', [
    table.table,
  ]);
  return { indexBytes: Number(size?.bytes), pageMs };
}

async function succeed(records: readonly unknown[]) {
  return records.map(() => ({ state: 'success' }) as const);
}

function last(days: readonly Day[]): Day | undefined {
  return days.at(-1);
}

function told(days: readonly Day[]): string {
  return `${rounded((last(days)?.indexBytes ?? 0) / MIB)} MiB`;
}

function compared(name: string, ours: Day | undefined, peer: Day | undefined): Result {
  const [a, b] = [ours?.indexBytes ?? Number.NaN, peer?.indexBytes ?? Number.NaN];
  return { name, ours: rounded(a / MIB), peer: rounded(b / MIB), ratio: a / b, unit: 'MiB' };
}

function pages(name: string, ours: Day | undefined, peer: Day | undefined): Result {
  const [a, b] = [ours?.pageMs ?? Number.NaN, peer?.pageMs ?? Number.NaN];
  return { name, ours: rounded(a), peer: rounded(b), ratio: a / b, unit: 'ms' };
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

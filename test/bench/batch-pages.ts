/**
 * `npm run bench -- batch-pages [rows]`: the time of a batch's page does not grow with the records
 * that are done. Two tables of one size, one at its first pages and one at its last, take turns, so
 * that what else the machine does falls on both. OFFSET stands beside.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BatchSource, LaneRun } from '@longshore/database';
import { startPostgres } from '@longshore/infra';
import { type PostgresDatabase, postgres } from '@longshore/postgres';
import { type Result, saveResults } from './results.js';

const ROWS = Number(process.argv[2] ?? 1_000_000);
const PAGE_ROWS = 500;
const SAMPLE_PAGES = 200;
const OFFSET_SAMPLES = 5;
const GOAL = 1.2;

const source = (table: string): BatchSource => ({
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
  archive: null,
});

const dir = mkdtempSync(join(tmpdir(), 'longshore-batch-pages-'));
const server = await startPostgres({ dir, temporary: true, unsafe: true });
const db = postgres(server.url);
try {
  await db.migrate();
  const early = await openedAt('early', 0);
  const late = await openedAt('late', ROWS - SAMPLE_PAGES * PAGE_ROWS);
  const times: Times = { early: [], late: [] };
  for (let page = 0; page < SAMPLE_PAGES; page++) {
    times.early.push(await pageMs(early));
    times.late.push(await pageMs(late));
  }
  const offsets: Times = { early: [], late: [] };
  for (let sample = 0; sample < OFFSET_SAMPLES; sample++) {
    offsets.early.push(await offsetMs(db, 0));
    offsets.late.push(await offsetMs(db, ROWS - PAGE_ROWS));
  }
  const results = [
    compared(`last page of ${ROWS} against the first, by keyset`, times),
    compared('the same pages found by OFFSET, without any work', offsets),
  ];
  saveResults('batch-pages', results);
  if ((results[0]?.ratio ?? 0) > GOAL) process.exitCode = 1;
} finally {
  await db.close();
  await server.stop();
  rmSync(dir, { recursive: true, force: true });
}

interface Times {
  readonly early: number[];
  readonly late: number[];
}

interface OpenedBatch {
  readonly lane: LaneRun;
  readonly source: BatchSource;
}

/** A batch that has worked so many records of its table. */
async function openedAt(table: string, done: number): Promise<OpenedBatch> {
  await db.query(
    `CREATE TABLE ${table} (id bigint PRIMARY KEY, customer text, amount numeric, state smallint NOT NULL DEFAULT 0, remark text)`,
  );
  await db.query(
    `INSERT INTO ${table} (id, customer, amount) SELECT id, 'c' || id % 1000, id % 977 FROM generate_series(1, ${ROWS}) AS id`,
  );
  await db.query(`CREATE INDEX ${table}_pages ON ${table} (id) WHERE state = 0`);
  await db.query(`VACUUM ANALYZE ${table}`);
  const scope = { lanes: 1, batchNo: null, only: 'new', where: null, classes: [] } as const;
  const began = performance.now();
  await db.openBatch({ taskId: table, attempt: 1 }, source(table), scope);
  console.log(`${table}: opened in ${Math.round(performance.now() - began)} ms`);
  if (done > 0) await skip(table, done);
  return { lane: await db.openLane(table, 0), source: source(table) };
}

/** One UPDATE leaves the same dead index entries as the pages would have. */
async function skip(table: string, done: number): Promise<void> {
  await db.query(`ALTER TABLE ${table} SET (autovacuum_enabled = off)`);
  await db.query(`UPDATE ${table} SET state = 2 WHERE id <= $1`, [done]);
  await db.query('UPDATE longshore.batch_lane SET cursor_key = $1 WHERE task_id = $2', [
    String(done),
    table,
  ]);
}

async function pageMs({ lane, source: orders }: OpenedBatch): Promise<number> {
  const options = { rows: PAGE_ROWS, signal: new AbortController().signal, claim: 'lock' } as const;
  const began = performance.now();
  await db.batchPage(lane, orders, options, async (records) => {
    if (records.length !== PAGE_ROWS) throw new Error(`A page of ${records.length} records`);
    return records.map(() => ({ state: 'success' }));
  });
  return performance.now() - began;
}

async function offsetMs(on: PostgresDatabase, offset: number): Promise<number> {
  const began = performance.now();
  await on.query(
    `SELECT id, customer, amount FROM late ORDER BY id LIMIT ${PAGE_ROWS} OFFSET ${offset}`,
  );
  return performance.now() - began;
}

function compared(name: string, { early, late }: Times): Result {
  const [ours, peer] = [median(late), median(early)];
  return { name, ours: rounded(ours), peer: rounded(peer), ratio: ours / peer, unit: 'ms' };
}

function median(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function rounded(ms: number): number {
  return Math.round(ms * 100) / 100;
}

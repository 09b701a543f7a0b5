/**
 * `npm run bench -- mending [rows]`: failed rows of an import, 10,000 of them, shown and corrected
 * in the page by one value for all, against the same rows that come back in the error workbook.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '@longshore/infra';
import { failingWorkbook, registerBook } from '../faults/imports.js';
import { makeWorkbook } from '../support/make-workbook.js';
import { readWorkbook } from '../support/read-workbook.js';
import { startSystem } from '../support/system.js';
import { type Result, saveResults } from './results.js';

const ROWS = Number(process.argv[2] ?? 10_000);
const READS = 20;
const GOAL_MS = 500;
const QUANTITY = 3;
const CAUSE = { code: 'too_small', column: 'Quantity', value: -1 };

const dir = mkdtempSync(join(tmpdir(), 'longshore-mending-'));
mkdirSync(join(dir, 'postgres'));
const postgres = await startPostgres({ dir: join(dir, 'postgres'), temporary: true, unsafe: true });
const env = { SHOP_ORDERS: '100' };
const system = await startSystem({ databaseUrl: postgres.url, workers: 1, env });
try {
  const inWorkbook = await failedImport('workbook');
  const workbookMs = await timeMs(() => correctInWorkbook('workbook', inWorkbook.issuesUrl));
  const { taskId } = await failedImport('page');
  const client = system.client({ owner: 'page' });
  const cursor = `1.${Math.ceil(ROWS / 2)}`;
  const results = [
    figure('p50 of the first page and the causes', await readMs(() => client.failedRows(taskId))),
    figure('p50 of a later page', await readMs(() => client.failedRows(taskId, { cursor }))),
    figure(
      'p50 of a word that is nowhere',
      await readMs(() => client.failedRows(taskId, { q: '~' })),
    ),
    figure('all rows of a cause corrected', await timeMs(() => correctInPage(taskId)), workbookMs),
  ];
  const { counts } = await system.record(taskId, { owner: 'page' });
  if (counts.succeeded !== ROWS) throw new Error(`${counts.succeeded} of ${ROWS} rows were saved`);
  saveResults('mending', results);
} finally {
  await system.stop();
  await postgres.stop();
  rmSync(dir, { recursive: true, force: true });
}

async function failedImport(owner: string) {
  const { taskId } = await registerBook(system, owner, await failingWorkbook(ROWS));
  const { issuesUrl } = await system.finished(taskId, { owner });
  return { taskId, issuesUrl };
}

async function correctInPage(taskId: string): Promise<void> {
  const owner = 'page';
  const answer = await system.client({ owner }).mendRows(taskId, { cause: CAUSE, value: 1 });
  if (answer.taskId !== null) await system.finished(answer.taskId, { owner });
}

async function correctInWorkbook(owner: string, issuesUrl: string | null): Promise<void> {
  const response = await fetch(system.url + issuesUrl);
  const [header = [], ...rows] = (await readWorkbook(new Uint8Array(await response.arrayBuffer())))
    .rows;
  const corrected = rows.map((cells, i) => cells.with(0, `w-${i}`).with(QUANTITY, 1));
  const book = await makeWorkbook([header, ...corrected]);
  const { taskId } = await registerBook(system, owner, book);
  await system.finished(taskId, { owner });
}

async function readMs(read: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < READS; i++) times.push(await timeMs(read));
  return times.sort((a, b) => a - b)[Math.floor(READS / 2)] ?? 0;
}

async function timeMs(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function figure(name: string, ours: number, peer = GOAL_MS): Result {
  return { name, ours: Math.round(ours), peer: Math.round(peer), ratio: ours / peer, unit: 'ms' };
}

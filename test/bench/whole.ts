/**
 * `npm run bench -- whole`: PostgreSQL -> xlsx -> store, and store -> xlsx -> checked rows -> PostgreSQL, through the product's own
 * API and worker, against the same job as it is usually written (whole/peer.mjs). Each run has a process of its own.
 * ROWS scales it, for a quick look; the goals are for 1,000,000.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startPostgres } from '@longshore/infra';
import pg from 'pg';
import type { AppProcess } from '../support/app-process.js';
import { downloadTo } from '../support/download.js';
import { startSystem } from '../support/system.js';
import { type Result, saveResults } from './results.js';

interface Measured {
  readonly rows: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMiB: number;
}

const ROWS = Number(process.env.ROWS ?? 1_000_000);
const RUN_TIMEOUT_MS = 900_000;
/** The bench asks for the status more often than a page may. */
const NO_LIMIT = 1_000_000;
/** `_SC_CLK_TCK` of Linux: the unit of CPU times in /proc. */
const TICKS_PER_SECOND = 100;
const FOLDER = new URL('./whole/', import.meta.url);

const dir = mkdtempSync(join(tmpdir(), 'longshore-whole-'));
mkdirSync(join(dir, 'postgres'));
const postgres = await startPostgres({ dir: join(dir, 'postgres'), temporary: true, unsafe: true });
const system = await startSystem({
  databaseUrl: postgres.url,
  workers: 0,
  env: { BUSINESS: fileURLToPath(new URL('business.mjs', FOLDER)), BENCH_ROWS: String(ROWS), RATE_LIMIT_PER_MINUTE: String(NO_LIMIT) },
}).catch(async (error: unknown) => {
  await postgres.stop();
  throw error;
});
const results: Result[] = [];
try {
  await benchExport();
  await benchImport();
  saveResults('whole', results);
} finally {
  await system.stop();
  await postgres.stop();
  rmSync(dir, { recursive: true, force: true });
}

async function benchExport(): Promise<void> {
  const peer = runPeer('export', join(dir, 'peer.xlsx'));
  const ours = await runWorker('export', async () => (await system.registerExport({ type: 'sales' })).body.taskId);
  compare('export', ours, peer);
}

/** Reads what the export wrote: by then both tables must be equal. */
async function benchImport(): Promise<void> {
  const { url } = await system.status({ type: 'sales' });
  const file = await downloadTo(`${system.url}${url}`, join(dir, 'ours.xlsx'));
  const peer = runPeer('import', file);
  await onDatabase('TRUNCATE sales_imported');
  const upload = { name: 'sales.xlsx', bytes: readFileSync(file) };
  const ours = await runWorker('import', async () => (await system.registerImport('sales', upload)).body.taskId);
  compare('import', ours, peer);
  const [{ different } = { different: null }] = await onDatabase(
    'SELECT count(*)::integer AS different FROM (TABLE sales EXCEPT TABLE sales_imported) AS difference',
  );
  if (different !== 0) throw new Error(`${different} rows are not the same after export and import.`);
}

/** One task in a fresh worker. Time is that of its attempt in the ledger; memory is the most the worker ever had. */
async function runWorker(what: string, register: () => Promise<string>): Promise<Measured> {
  const worker = await system.startWorker();
  const cpuBefore = cpuSeconds(worker);
  const taskId = await register();
  const { phase, counts } = await system.finished(taskId, { timeoutMs: RUN_TIMEOUT_MS });
  if (phase !== 'succeeded' || counts?.succeeded !== ROWS)
    throw new Error(`The ${what} ended as ${phase}, ${counts?.succeeded} rows of ${ROWS}.`);
  const measured = {
    rows: counts.succeeded,
    seconds: await attemptSeconds(taskId),
    cpuSeconds: cpuSeconds(worker) - cpuBefore,
    peakMiB: peakMiB(worker),
  };
  await worker.stop();
  return shown(`ours ${what}`, measured);
}

async function attemptSeconds(taskId: string): Promise<number> {
  const [attempt] = (await system.record(taskId)).attempts;
  return (Date.parse(attempt?.endedAt ?? '') - Date.parse(attempt?.startedAt ?? '')) / 1_000;
}

/** utime and stime, fields 14 and 15 of /proc/PID/stat; the second is the name in parentheses. */
function cpuSeconds({ pid }: AppProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

function peakMiB({ pid }: AppProcess): number {
  const [, kilobytes = '0'] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1_024;
}

/** Of an import it may lose a few rows: exceljs's reader breaks characters of several bytes at the ends of its chunks. */
function runPeer(action: 'export' | 'import', file: string): Measured {
  const script = fileURLToPath(new URL('peer.mjs', FOLDER));
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, action, system.databaseUrl, file], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`The peer's ${action} failed: ${stderr.slice(-2_000)}`);
  return shown(`peer ${action}`, JSON.parse(stdout) as Measured); // its only line
}

function shown(name: string, measured: Measured): Measured {
  const { rows, seconds, peakMiB } = measured;
  console.log(`  ${name}: ${rows} rows, ${seconds.toFixed(2)} s, CPU ${cpuPerRow(measured)} us a row, peak ${Math.round(peakMiB)} MiB`);
  return measured;
}

function cpuPerRow({ rows, cpuSeconds }: Measured): number {
  return round((cpuSeconds / rows) * 1e6);
}

function rowsPerSecond({ rows, seconds }: Measured): number {
  return Math.round(rows / seconds);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function compare(name: string, ours: Measured, peer: Measured): void {
  results.push(
    result(name, rowsPerSecond(ours), rowsPerSecond(peer), 'rows/s'),
    result(`${name}, CPU of a row`, cpuPerRow(ours), cpuPerRow(peer), 'us'),
    result(`${name}, peak memory`, round(ours.peakMiB), round(peer.peakMiB), 'MiB'),
  );
}

function result(name: string, ours: number, peer: number, unit: string): Result {
  return { name, ours, peer, ratio: ours / peer, unit };
}

async function onDatabase(statement: string) {
  const client = new pg.Client({ connectionString: system.databaseUrl });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

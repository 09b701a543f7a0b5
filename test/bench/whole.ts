/**
 * `npm run bench -- whole`: PostgreSQL -> xlsx -> store, and store -> xlsx -> checked rows ->
 * PostgreSQL, through the product's own
 * API and worker, against the same job as it is usually written (whole/peer.mjs). Each run has a
 * process of its own.
 * ROWS scales it, for a quick look; the goals are for 1,000,000.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { type Result, saveResults } from './results.js';
import { type Measured, startWholeSystem } from './whole/whole-system.js';

const PEER = fileURLToPath(new URL('./whole/peer.mjs', import.meta.url));

const whole = await startWholeSystem();
const results: Result[] = [];
try {
  compare(
    'export',
    shown('ours export', await whole.exportSales()),
    await runPeer('export', join(whole.dir, 'peer.xlsx')),
  );
  await benchImport(await whole.download());
  saveResults('whole', results);
} finally {
  await whole.stop();
}

/** Reads what the export wrote: by then both tables must be equal. */
async function benchImport(file: string): Promise<void> {
  const peer = await runPeer('import', file);
  await onDatabase('TRUNCATE sales_imported');
  compare('import', shown('ours import', await whole.importSales(file)), peer);
  const [{ different } = { different: null }] = await onDatabase(
    'SELECT count(*)::integer AS different FROM (TABLE sales EXCEPT TABLE sales_imported) AS difference',
  );
  if (different !== 0)
    throw new Error(`${different} rows are not the same after export and import.`);
}

/**
 * Of an import it may lose a few rows: exceljs's reader breaks characters of several bytes at the
 * ends of its chunks.
 */
async function runPeer(action: 'export' | 'import', file: string): Promise<Measured> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    PEER,
    action,
    whole.databaseUrl,
    file,
  ]);
  return shown(`peer ${action}`, JSON.parse(stdout) as Measured); // its only line
}

function shown(name: string, measured: Measured): Measured {
  const { rows, seconds, peakMiB } = measured;
  console.log(
    `  ${name}: ${rows} rows, ${seconds.toFixed(2)} s, CPU ${cpuPerRow(measured)} us a row, peak ${Math.round(peakMiB)} MiB`,
  );
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
  const client = new pg.Client({ connectionString: whole.databaseUrl });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

/**
 * The main job at full size: 1,000,000 orders exported through the product's own API and worker,
 * then compared with the table, cell by cell, by readers that are not ours (exceljs, and openpyxl
 * where Python has it). Memory is held against the goal of 200 MB.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { downloadTo, startPostgres } from '@longshore/infra';
import { startSystem } from '../support/system.js';
import { peakMiB } from './process-figures.js';
import { type Result, saveResults } from './results.js';

const ROWS = 1_000_000;
const GOAL_MB = 200;
const REFEREE_HEAP_MB = 16_000;

const dir = mkdtempSync(join(tmpdir(), 'longshore-million-'));
mkdirSync(join(dir, 'postgres'));
const postgres = await startPostgres({ dir: join(dir, 'postgres'), temporary: true, unsafe: true });
const system = await startSystem({
  databaseUrl: postgres.url,
  workers: 2,
  env: { SHOP_ORDERS: String(ROWS) },
});
try {
  const began = performance.now();
  const { taskId } = await system.client().registerExportTask({ type: 'orders' });
  const done = await system.finished(taskId, { timeoutMs: 300_000 });
  const seconds = (performance.now() - began) / 1_000;
  const peakMb = Math.round(Math.max(...system.workers.map(({ pid }) => peakMiB(pid))));
  console.log(
    `${done.counts?.succeeded} rows in ${seconds.toFixed(1)} s, ${Math.round(ROWS / seconds)} rows/s; peak memory of a worker ${peakMb} MB`,
  );

  const file = await downloadTo(system.url + done.url, join(dir, 'orders.xlsx'));
  const readers = ['exceljs', 'openpyxl'].filter((reader) => referee(reader, file));
  const results: Result[] = [
    {
      name: 'rows a second, registration to result',
      ours: Math.round(ROWS / seconds),
      peer: 0,
      ratio: 0,
      unit: 'rows/s',
    },
    {
      name: `rows equal to the table, read by ${readers.join(' and ')}`,
      ours: ROWS,
      peer: ROWS,
      ratio: 1,
      unit: 'rows',
    },
    {
      name: 'peak memory of a worker against the goal',
      ours: peakMb,
      peer: GOAL_MB,
      ratio: peakMb / GOAL_MB,
      unit: 'MB',
    },
  ];
  saveResults('million', results);
  if (peakMb >= GOAL_MB || !readers.includes('exceljs')) process.exitCode = 1;
} finally {
  await system.stop();
  await postgres.stop();
  rmSync(dir, { recursive: true, force: true });
}

/** Each reader in a process of its own: a million rows in memory take gigabytes there. */
function referee(reader: string, file: string): boolean {
  const script = fileURLToPath(new URL(`./referee/${reader}.ts`, import.meta.url));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      '--import',
      'tsx',
      `--max-old-space-size=${REFEREE_HEAP_MB}`,
      script,
      file,
      system.databaseUrl,
    ],
    { encoding: 'utf8', timeout: 1_200_000 },
  );
  console.log(`${reader}: ${(stdout + stderr).trim().split('\n').at(-1)}`);
  return status === 0;
}

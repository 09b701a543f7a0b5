/**
 * `npm run bench -- workbook [rows]`: the workbook engine against exceljs. Each run has a process
 * of its own; figures are the median of three. Rows default to 1,000,000; fewer are for a quick
 * look.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Result, saveResults } from './results.js';

/** What workbook/run.mjs is told. */
interface Run {
  readonly engine: 'ours' | 'exceljs';
  readonly action: 'write' | 'read';
  readonly table: string;
  readonly rows: number;
  readonly file: string;
  /** Of exceljs: a format on date columns, which ours always has. */
  readonly styles?: boolean;
  readonly sharedStrings?: boolean;
  /** A slow sink instead of the file. */
  readonly sinkBytesPerSecond?: number;
}

/** What it answers. */
interface Measured {
  readonly rows: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMiB: number;
  /** The longest that other work of the process had to wait. */
  readonly heldMs: number;
  readonly fileBytes: number;
}

const ROWS = Number(process.argv[2] ?? 1_000_000);
const TIMES = 3;
const MIB_20 = 20 * 1024 ** 2;
const SCRIPT = fileURLToPath(new URL('./workbook/run.mjs', import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'longshore-workbook-'));
const results: Result[] = [];
try {
  benchMixed();
  benchOthers();
  saveResults('workbook', results);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function benchMixed(): void {
  const write = median({
    engine: 'ours',
    action: 'write',
    table: 'mixed',
    rows: ROWS,
    file: place('ours'),
  });
  const plain = median({
    engine: 'exceljs',
    action: 'write',
    table: 'mixed',
    rows: ROWS,
    file: place('plain'),
  });
  const styled = median({
    engine: 'exceljs',
    action: 'write',
    table: 'mixed',
    rows: ROWS,
    file: place('styled'),
    styles: true,
  });
  compareSpeed('write 10 columns, against exceljs without styles', write, plain);
  compareSpeed('write 10 columns, against exceljs with styles', write, styled);
  compare('peak memory of writing', write.peakMiB, plain.peakMiB, 'MiB');
  compare('longest hold of the event loop, writing', write.heldMs, plain.heldMs, 'ms');
  compare(
    'file size, against exceljs with styles',
    write.fileBytes / 1e6,
    styled.fileBytes / 1e6,
    'MB',
  );
  const slow = measure({
    engine: 'ours',
    action: 'write',
    table: 'mixed',
    rows: ROWS,
    file: place('none'),
    sinkBytesPerSecond: MIB_20,
  });
  compare('peak memory of writing into 20 MB/s', slow.peakMiB, 0, 'MiB');

  const read = median({
    engine: 'ours',
    action: 'read',
    table: 'mixed',
    rows: ROWS,
    file: place('ours'),
  });
  const peerRead = median({
    engine: 'exceljs',
    action: 'read',
    table: 'mixed',
    rows: ROWS,
    file: place('ours'),
  });
  compareSpeed('read 10 columns, inline', read, peerRead);
  compare('peak memory of reading, inline', read.peakMiB, peerRead.peakMiB, 'MiB');
  compare('longest hold of the event loop, reading', read.heldMs, peerRead.heldMs, 'ms');

  measure({
    engine: 'exceljs',
    action: 'write',
    table: 'mixed',
    rows: ROWS,
    file: place('shared'),
    styles: true,
    sharedStrings: true,
  });
  const shared = median({
    engine: 'ours',
    action: 'read',
    table: 'mixed',
    rows: ROWS,
    file: place('shared'),
  });
  const peerShared = median({
    engine: 'exceljs',
    action: 'read',
    table: 'mixed',
    rows: ROWS,
    file: place('shared'),
  });
  compareSpeed('read 10 columns, shared strings', shared, peerShared);
  compare('peak memory of reading, shared strings', shared.peakMiB, peerShared.peakMiB, 'MiB');
}

/** So that nothing is tuned to one table. */
function benchOthers(): void {
  for (const [table, rows] of [
    ['one', ROWS],
    ['hundred', ROWS / 10],
    ['text', ROWS / 10],
  ] as const) {
    const write = median({ engine: 'ours', action: 'write', table, rows, file: place(table) });
    const peerWrite = median({
      engine: 'exceljs',
      action: 'write',
      table,
      rows,
      file: place(`${table}-peer`),
    });
    const read = median({ engine: 'ours', action: 'read', table, rows, file: place(table) });
    const peerRead = median({ engine: 'exceljs', action: 'read', table, rows, file: place(table) });
    compareSpeed(`write table "${table}", against exceljs without styles`, write, peerWrite);
    compareSpeed(`read table "${table}", inline`, read, peerRead);
  }
}

function place(name: string): string {
  return join(folder, `${name}.xlsx`);
}

function median(run: Run): Measured {
  const runs = Array.from({ length: TIMES }, () => measure(run)).sort(
    (a, b) => a.seconds - b.seconds,
  );
  return runs[Math.floor(TIMES / 2)] as Measured;
}

function measure(run: Run): Measured {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, JSON.stringify(run)], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 ** 2,
  });
  if (status !== 0)
    throw new Error(`${run.engine} ${run.action} ${run.table} failed: ${stderr.slice(-2_000)}`);
  const measured = JSON.parse(stdout) as Measured;
  if (measured.rows !== run.rows)
    throw new Error(`${run.engine} read ${measured.rows} rows of ${run.rows}.`);
  const { seconds, cpuSeconds, peakMiB, heldMs } = measured;
  console.log(
    `  ${run.engine} ${run.action} ${run.table}: ${seconds.toFixed(2)} s, CPU ${cpuSeconds.toFixed(2)} s, peak ${Math.round(peakMiB)} MiB, ` +
      `event loop held ${Math.round(heldMs)} ms`,
  );
  return measured;
}

function compareSpeed(name: string, ours: Measured, peer: Measured): void {
  compare(
    name,
    Math.round(ours.rows / ours.seconds),
    Math.round(peer.rows / peer.seconds),
    'rows/s',
  );
}

function compare(name: string, ours: number, peer: number, unit: string): void {
  results.push({
    name,
    ours: round(ours),
    peer: round(peer),
    ratio: peer === 0 ? 0 : ours / peer,
    unit,
  });
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

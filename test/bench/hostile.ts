/**
 * `npm run bench -- hostile [part of a name]`: what it takes to refuse each hostile file, and to
 * read each legal giant. Each has a process of its own. In the results the peer is the bound: a
 * second, 150 MiB above the idle process.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HOSTILE_FILES } from '../../packages/workbook/src/testing/hostile-files.js';
import { GIANTS, type Giant } from '../../packages/workbook/src/testing/hostile-giants.js';
import { type Result, saveResults } from './results.js';

/** What hostile/read.mjs answers. */
interface Ending {
  readonly code: string | null;
  readonly rows: number;
  readonly elapsedMs: number;
  readonly grownMiB: number;
}

const MOST_MS = 1_000;
const MOST_MIB = 150;
const TIMEOUT_MS = 120_000;
const SCRIPT = fileURLToPath(new URL('./hostile/read.mjs', import.meta.url));
const wanted = process.argv[2] ?? '';

const folder = mkdtempSync(join(tmpdir(), 'longshore-hostile-'));
try {
  const files: Giant[] = [
    ...HOSTILE_FILES.map(([name, code, make, limits = {}]) => ({
      name,
      code,
      rows: 0,
      make,
      limits,
    })),
    ...GIANTS,
  ];
  const results = files.filter(({ name }) => name.includes(wanted)).flatMap(measure);
  saveResults('hostile', results);
  const beyond = results.filter(({ peer, ratio }) => peer > 0 && ratio > 1);
  if (beyond.length > 0)
    throw new Error(`Beyond the bound: ${beyond.map(({ name }) => name).join('; ')}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function measure({ name, code, rows, make, limits = {} }: Giant): Result[] {
  const ending = endingOf(name, make(), limits);
  if (ending.code !== code || ending.rows !== rows)
    throw new Error(`${name}: ended as ${JSON.stringify(ending)}`);
  return [
    result(
      `${name}: ${code === null ? 'read' : `refused as ${code}`}`,
      ending.elapsedMs,
      code === null ? 0 : MOST_MS,
      'ms',
    ),
    result(`${name}: memory`, ending.grownMiB, code === null ? 0 : MOST_MIB, 'MiB'),
  ];
}

function endingOf(name: string, bytes: Uint8Array, limits: object): Ending {
  const file = join(folder, 'hostile.xlsx');
  writeFileSync(file, bytes);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [SCRIPT, file, JSON.stringify(limits)],
    {
      encoding: 'utf8',
      timeout: TIMEOUT_MS,
    },
  );
  if (status !== 0)
    throw new Error(`${name}: ${status === null ? 'no end in two minutes' : stderr.slice(-2_000)}`);
  return JSON.parse(stdout) as Ending;
}

function result(name: string, value: number, bound: number, unit: string): Result {
  const ours = Math.round(value * 10) / 10;
  return { name, ours, peer: bound, ratio: bound === 0 ? 0 : ours / bound, unit };
}

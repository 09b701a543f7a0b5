/**
 * `npm run faults -- [NAME ...]`: plays faults at length against systems of its own, prints a table
 * and writes bench-results/faults.json. Ends with 1 when a promise did not hold.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { claimState, startPostgres, startS3TestServer } from '@longshore/infra';
import { everyFault, type NamedFault } from './every-fault.js';
import type { Verdict } from './fault.js';
import { onStage } from './stage.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

interface Row extends Pick<NamedFault, 'name' | 'does' | 'promises'>, Verdict {
  readonly seconds: number;
}

const stopping = new AbortController();
const stopped = new Promise<never>((_, reject) => {
  stopping.signal.addEventListener('abort', () => reject(new Error('it was told to stop')));
});
stopped.catch(() => {}); // whichever fault is played hears of it
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());

const chosen = await chooseFaults(process.argv.slice(2));
const state = await claimState({ root: ROOT, name: 'faults', keep: false });
const postgres = await startPostgres(state);
const s3 = chosen.some(({ needsS3 }) => needsS3) ? await startS3() : null;
const rows: Row[] = [];
try {
  for (const fault of chosen) {
    if (stopping.signal.aborted) break;
    if (fault.needsS3 && s3 === null) {
      console.log(`\nleft out ${fault.name}: no S3 server can be had here`);
      continue;
    }
    rows.push(await play(fault));
    printRow(rows.at(-1));
  }
} finally {
  await postgres.stop();
  await s3?.stop();
  await state.release();
}
save(rows);
process.exitCode = !stopping.signal.aborted && rows.every(({ holds }) => holds) ? 0 : 1;

async function chooseFaults(names: readonly string[]): Promise<NamedFault[]> {
  const all = await everyFault();
  const unknown = names.filter((name) => !all.some((fault) => fault.name === name));
  if (unknown.length === 0)
    return names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
  console.error(
    `There is no fault ${unknown.join(', ')}; there are ${all.map(({ name }) => name).join(', ')}.`,
  );
  process.exit(1);
}

async function startS3() {
  const server = await startS3TestServer({ ...state, say: console.log });
  return 'skipped' in server ? null : server;
}

async function play({ name, does, promises, run }: NamedFault): Promise<Row> {
  const began = performance.now();
  const verdict = await onStage(
    { databaseUrl: postgres.url, s3, isShort: false, stopped },
    run,
  ).catch((error: unknown) => ({ runs: 0, measured: `broke off: ${error}`, holds: false }));
  return {
    name,
    does,
    promises,
    ...verdict,
    seconds: Math.round((performance.now() - began) / 1e3),
  };
}

function printRow(row: Row | undefined): void {
  if (row === undefined) return;
  const { name, does, promises, runs, measured, seconds } = row;
  console.log(`\n${wordOf(row)} ${name} (${runs} runs, ${seconds} s)`);
  console.log(
    `       does:     ${does}\n       promises: ${promises}\n       measured: ${measured}`,
  );
}

function wordOf({ holds, isSkipped }: Verdict): string {
  if (isSkipped === true) return 'skipped';
  return holds ? 'holds ' : 'BROKEN';
}

function save(results: readonly Row[]): void {
  const folder = `${ROOT}bench-results/`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}faults.json`, `${JSON.stringify(results, null, 2)}\n`);
  const broken = results.filter(({ holds }) => !holds).length;
  console.log(`\n${results.length - broken} hold, ${broken} broken`);
}

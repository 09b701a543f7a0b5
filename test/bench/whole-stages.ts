/**
 * `npm run bench -- whole-stages`: where a worker's time goes, in microseconds a row: its main
 * thread by V8's profiler, each sample counted for the nearest caller that has a stage, and all
 * other threads (deflate, inflate, garbage collection) by what is left of the process's CPU. ROWS
 * scales it.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { waitUntil } from '@longshore/infra';
import { type Result, saveResults } from './results.js';
import { ROWS, startWholeSystem, type Watch } from './whole/whole-system.js';

/** As the inspector gives it; times in microseconds. */
interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly children?: readonly number[];
    readonly callFrame: CallFrame;
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}
interface CallFrame {
  readonly functionName: string;
  readonly url: string;
}

/** By the file of a function, the first that fits. */
const STAGES: readonly (readonly [name: string, file: RegExp])[] = [
  ['zip: packing, unpacking', /packages\/workbook\/.*\/zip\/|^node:zlib/],
  ['workbook: cells and XML', /packages\/workbook\//],
  [
    'rows: conversion, checks',
    /packages\/executors\/|node_modules\/zod\/|runner\/.*(encoded-cells|check-row)/,
  ],
  ['database', /packages\/postgres\/|node_modules\/pg/],
  [
    'rows: table, keys, chunks',
    /runner\/.*import\/(keys\/|import-table|measure|checked-chunks|write-rows|place-columns)/,
  ],
  ['store', /packages\/storage\/|runner\/.*import\/upload-book/],
  ['task: chunks, progress, queue', /packages\/|apps\/|node_modules\//],
];
const BY_NAME = new Map([
  ['(garbage collector)', 'garbage collection'],
  ['(idle)', 'waiting'],
]);
const REST = 'sockets, files, event loop';
const PRELOAD = fileURLToPath(new URL('./whole/profile.cjs', import.meta.url));

const whole = await startWholeSystem();
const results: Result[] = [];
try {
  const seen = watching('export');
  report('export', await whole.exportSales(seen), seen.file);
  const watched = watching('import');
  report('import', await whole.importSales(await whole.download(), watched), watched.file);
  saveResults('whole-stages', results);
} finally {
  await whole.stop();
}

function watching(name: string): Watch & { readonly file: string } {
  const file = join(whole.dir, `${name}.cpuprofile`);
  return {
    file,
    env: { NODE_OPTIONS: `--require ${PRELOAD}`, PROFILE: file },
    begin: (worker) => worker.signal('SIGUSR2'),
    end: async (worker) => {
      worker.signal('SIGUSR2');
      await waitUntil(() => existsSync(file), { what: 'the profile' });
    },
  };
}

function report(what: string, { cpuSeconds }: { readonly cpuSeconds: number }, file: string): void {
  const stages = timeByStage(JSON.parse(readFileSync(file, 'utf8')) as Profile);
  const busyUs = [...stages].reduce((sum, [name, us]) => (name === 'waiting' ? sum : sum + us), 0);
  stages.set('other threads', Math.max(cpuSeconds * 1e6 - busyUs, 0));
  for (const [name, us] of [...stages].sort(([, a], [, b]) => b - a))
    results.push({
      name: `${what}: ${name}`,
      ours: Math.round((us / ROWS) * 100) / 100,
      peer: 0,
      ratio: 0,
      unit: 'us',
    });
}

function timeByStage({ nodes, samples, timeDeltas }: Profile): Map<string, number> {
  const stageOf = stagesOf(nodes);
  const times = new Map<string, number>();
  for (const [i, id] of samples.entries()) {
    const stage = stageOf.get(id) ?? REST;
    times.set(stage, (times.get(stage) ?? 0) + (timeDeltas[i] ?? 0));
  }
  return times;
}

/**
 * A function without a stage of its own belongs to its caller's. Nodes stand before their children.
 */
function stagesOf(nodes: Profile['nodes']): Map<number, string> {
  const stages = new Map<number, string>();
  for (const { id, callFrame, children = [] } of nodes) {
    const stage = ownStage(callFrame) ?? stages.get(id) ?? REST;
    stages.set(id, stage);
    for (const child of children) stages.set(child, stage);
  }
  return stages;
}

function ownStage({ functionName, url }: CallFrame): string | undefined {
  return BY_NAME.get(functionName) ?? STAGES.find(([, file]) => file.test(url))?.[0];
}

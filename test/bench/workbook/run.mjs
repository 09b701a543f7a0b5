/**
 * One measured run in a process of its own: `run.mjs '{"engine":"ours","action":"write",…}'` prints
 * what it took as JSON.
 * Plain JavaScript, because the memory of a TypeScript loader would be measured too.
 */
import { createWriteStream, statSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Writable } from 'node:stream';
import { TABLES } from './tables.mjs';

const { engine, action, table, rows, file, ...options } = JSON.parse(process.argv[2]);
const { write, read } = await import(`./${engine}.mjs`);

const eventLoop = monitorEventLoopDelay({ resolution: 1 });
eventLoop.enable();
const began = performance.now();
const cpuBefore = process.cpuUsage();
const seen =
  action === 'read'
    ? await read(file)
    : await write({ table: TABLES[table], rows, sink: sinkOf(file, options), ...options });
const seconds = (performance.now() - began) / 1_000;
const cpu = process.cpuUsage(cpuBefore);
const fileBytes = options.sinkBytesPerSecond === undefined ? statSync(file).size : 0;
const peakMiB = process.resourceUsage().maxRSS / 1_024;
const heldMs = eventLoop.max / 1e6;
console.log(
  JSON.stringify({
    rows: seen,
    seconds,
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
    peakMiB,
    heldMs,
    fileBytes,
  }),
);

/** The file, or a slow sink. */
function sinkOf(path, { sinkBytesPerSecond }) {
  if (sinkBytesPerSecond === undefined) return createWriteStream(path);
  return new Writable({
    write: (chunk, _encoding, done) =>
      setTimeout(done, (chunk.length / sinkBytesPerSecond) * 1_000),
  });
}

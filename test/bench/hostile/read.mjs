/**
 * Reads one workbook in a process of its own: `read.mjs FILE LIMITS` (JSON) prints how that ended,
 * how long it took, and the peak of memory above the idle process. Plain JavaScript, because the
 * memory of a TypeScript loader would be measured too.
 */
import { readFileSync } from 'node:fs';
import { bookSource, readXlsx } from '@longshore/workbook';

const source = await bookSource(process.argv[2]);
const idleMiB = peakMiB();
const began = performance.now();
const end = await read().catch((error) => ({ code: error.code ?? String(error), rows: 0 }));
console.log(
  JSON.stringify({ ...end, elapsedMs: performance.now() - began, grownMiB: peakMiB() - idleMiB }),
);

async function read() {
  let rows = 0;
  for (const sheet of (await readXlsx(source, JSON.parse(process.argv[3]))).sheets)
    for await (const batch of sheet.rows()) rows += batch.rows.length;
  return { code: null, rows };
}

/** Of this process alone: on Linux the peak that Node tells is handed down by the parent. */
function peakMiB() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS / 1024;
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) / 1024;
}

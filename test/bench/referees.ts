/**
 * `npm run bench -- referees [part of a name]`: what we write is read back equal by programs in
 * other languages, what they write is read equal by us. They are built below .longshore/referees
 * when their language is installed, and named when it is not.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { inspect, isDeepStrictEqual } from 'node:util';
import { bytesSource, type Cell, readXlsx, writeXlsx } from '@longshore/workbook';
import { linesOf, rowsOf } from './referees/cell-lines.js';
import { PROGRAMS, type Program, prepare, runProgram } from './referees/programs.js';
import { COLUMNS, EXPECTED, ROWS } from './referees/table.js';
import { type Result, saveResults } from './results.js';

const SHOWN_DIFFERENCES = 5;
const SHOWN_LENGTH = 60;

const builds = fileURLToPath(new URL('../../.longshore/referees/', import.meta.url));
mkdirSync(builds, { recursive: true });
const [lines, ours, answer] = ['table.lines', 'ours.xlsx', 'answer'].map((name) =>
  join(builds, name),
) as [string, string, string];
writeFileSync(lines, linesOf(EXPECTED));
writeFileSync(ours, await buffer(writeXlsx([{ name: 'S', columns: COLUMNS, rows: [ROWS] }])));

const results: Result[] = [];
for (const program of PROGRAMS.filter(({ name }) => name.includes(process.argv[2] ?? ''))) {
  const why = prepare(program, builds);
  if (why === null) await compareWith(program);
  else console.log(`SKIPPED ${program.name}: ${why}`);
}
saveResults('referees', results);
if (results.some(({ ours }) => ours > 0)) throw new Error('Some cells differ.');

async function compareWith(program: Program): Promise<void> {
  if (program.reads !== null) {
    runProgram(program, builds, ['read', ours, answer]);
    compare(
      `${program.name} reads what we write`,
      rowsOf(readFileSync(answer, 'utf8')),
      EXPECTED,
      program.reads,
    );
  }
  for (const style of program.styles) {
    const theirs = `${answer}.xlsx`;
    runProgram(program, builds, ['write', style, lines, theirs]);
    compare(
      `we read what ${program.name} writes (${style})`,
      await read(theirs),
      EXPECTED,
      program.writes,
    );
  }
}

async function read(file: string): Promise<Cell[][]> {
  const rows: Cell[][] = [];
  for await (const batch of (await readXlsx(bytesSource(readFileSync(file)))).sheets[0]?.rows() ??
    [])
    rows.push(...batch.rows);
  return rows;
}

/** Results count the cells that differ; the peer is the number of cells compared. */
function compare(
  name: string,
  found: readonly Cell[][],
  expected: readonly Cell[][],
  told: (cell: Cell) => Cell,
): void {
  let cells = 0;
  const differing: string[] = [];
  for (let row = 0; row < Math.max(found.length, expected.length); row += 1) {
    const [left = [], right = []] = [found[row], expected[row]];
    for (let column = 0; column < Math.max(left.length, right.length); column += 1) {
      cells += 1;
      const [is, should] = [left[column] ?? null, told(right[column] ?? null)];
      if (!isDeepStrictEqual(is, should))
        differing.push(`row ${row + 1}, column ${column + 1}: ${show(is)}, not ${show(should)}`);
    }
  }
  for (const line of differing.slice(0, SHOWN_DIFFERENCES)) console.log(`  ${name}: ${line}`);
  results.push({
    name,
    ours: differing.length,
    peer: cells,
    ratio: differing.length / cells,
    unit: 'differing cells',
  });
}

function show(cell: Cell): string {
  return inspect(cell).slice(0, SHOWN_LENGTH);
}

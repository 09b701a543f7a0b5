/** Programs in other languages that read and write workbooks: how each is built, and called. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Cell } from '@longshore/workbook';

type Call = readonly [program: string, ...args: string[]];

export interface Program {
  readonly name: string;
  /** Its source stands in the folder of this name. */
  readonly folder: string;
  /** Each must answer; else the program is left out. */
  readonly needs: readonly Call[];
  readonly build: readonly Call[];
  /** Run in the folder of the build. */
  readonly run: Call;
  /** What it makes of a cell that it reads; null: it does not read. */
  readonly reads: ((cell: Cell) => Cell) | null;
  /** Ways of writing that it knows; empty: it does not write. */
  readonly styles: readonly string[];
  /** What a cell is that it wrote. */
  readonly writes: (cell: Cell) => Cell;
}

const same = (cell: Cell): Cell => cell;
const text = (change: (text: string) => Cell) => (cell: Cell) =>
  typeof cell === 'string' ? change(cell) : cell;
const digits = (count: number) => (cell: Cell) =>
  typeof cell === 'number' ? Number(cell.toPrecision(count)) : cell;
/** It writes the text `_x0041_` as it stands, which is how workbooks spell A. */
const withoutEscapes = text((text) => text.replaceAll('_x0041_', 'A'));
/** It does not know that escapes are escaped (ECMA-376 part 1, 22.9.2.19). */
const withEscapes = text((text) => text.replaceAll('_x0041_', '_x005F_x0041_'));
/** It takes text with `=` for a formula, and writes no value for it. */
const withoutFormulas = text((text) => (text.startsWith('=') ? null : text));

const RUST = {
  folder: 'rust',
  needs: [['cargo', '--version']],
  build: [['cargo', 'build', '--release', '--quiet']],
  run: ['target/release/referee'],
} as const;
const GO = {
  folder: 'go',
  needs: [['go', 'version']],
  build: [['go', 'build', '-mod=mod', '-o', 'referee', '.']],
  run: ['./referee'],
} as const;
const PYTHON = {
  folder: 'python',
  needs: [['python3', '-m', 'venv', '--help']],
  build: [
    ['python3', '-m', 'venv', 'venv'],
    ['venv/bin/pip', 'install', '--quiet', '--disable-pip-version-check', '-r', 'requirements.txt'],
  ],
  run: ['venv/bin/python', 'referee.py'],
} as const;

export const PROGRAMS: readonly Program[] = [
  {
    name: 'Apache POI',
    folder: 'poi',
    needs: [
      ['java', '-version'],
      ['mvn', '-version'],
    ],
    build: [
      ['mvn', '-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=lib'],
      ['javac', '-cp', 'lib/*', '-d', 'lib', 'Referee.java'],
    ],
    run: ['java', '-cp', 'lib:lib/*', 'Referee'],
    reads: same,
    styles: ['XSSF', 'SXSSF', 'SXSSF with shared strings'],
    writes: withoutEscapes,
  },
  { name: 'calamine', ...RUST, reads: same, styles: [], writes: same },
  {
    name: 'rust_xlsxwriter',
    ...RUST,
    reads: null,
    styles: ['usual', 'constant memory'],
    writes: same,
  },
  {
    name: 'Excelize',
    ...GO,
    reads: same,
    styles: ['cell by cell'],
    writes: withoutEscapes,
  },
  { name: 'Excelize’s stream writer', ...GO, reads: null, styles: ['stream'], writes: same },
  {
    name: 'openpyxl',
    ...PYTHON,
    reads: withEscapes,
    styles: ['openpyxl'],
    writes: (cell) => digits(16)(withoutEscapes(cell)),
  },
  {
    name: 'XlsxWriter',
    ...PYTHON,
    reads: null,
    styles: ['XlsxWriter', 'XlsxWriter in constant memory'],
    writes: digits(16),
  },
  {
    name: 'PyExcelerate',
    ...PYTHON,
    reads: null,
    styles: ['PyExcelerate'],
    writes: (cell) => digits(15)(withoutFormulas(withoutEscapes(cell))),
  },
];

/**
 * Copies a program's source below `builds` and builds it there. Null when it can run, else why it
 * cannot.
 */
export function prepare({ folder, needs, build }: Program, builds: string): string | null {
  const absent = needs.filter(
    ([program, ...args]) => spawnSync(program, args, { stdio: 'ignore' }).status !== 0,
  );
  if (absent.length > 0) return `not installed: ${absent.map((call) => call.join(' ')).join(', ')}`;
  const place = join(builds, folder);
  mkdirSync(place, { recursive: true });
  cpSync(fileURLToPath(new URL(`./${folder}/`, import.meta.url)), place, { recursive: true });
  for (const [program, ...args] of build) {
    const { status, stdout, stderr } = spawnSync(program, args, { cwd: place, encoding: 'utf8' });
    if (status !== 0)
      return `could not be built: ${`${stdout}${stderr}`.trim().split('\n').slice(-3).join(' ')}`;
  }
  return null;
}

export function runProgram(
  { folder, run: [program, ...first] }: Program,
  builds: string,
  args: readonly string[],
): void {
  execFileSync(program, [...first, ...args], {
    cwd: join(builds, folder),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

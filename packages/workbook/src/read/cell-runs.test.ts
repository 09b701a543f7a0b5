/** Runs of cells in WebAssembly say what the sheet parser says token by token. */
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { compareReadings, compareStrings } from '../testing/both-readings.js';

/** Seeds that once found something stay here. */
const KEPT_SEEDS: readonly number[] = [1_004_071, 1_020_524];
const SHORT_RUN = 3_000;

test('3,000 random sheets, some damaged, are read the same with and without runs', () => {
  const codes = new Set<string>();
  let found = 0;
  for (const seed of [...KEPT_SEEDS, ...Array(SHORT_RUN).keys()]) {
    const readings = compareReadings(seed);
    found += readings.found;
    if (readings.found > 0) codes.add(readings.byTokens.error?.code ?? 'read');
  }
  expect([...codes]).toEqual(
    expect.arrayContaining([
      'read',
      'bad_row',
      'bad_column',
      'bad_string_index',
      'bad_xml',
      'cell_too_large',
      'too_many_cells',
      'truncated',
    ]),
  );
  expect(found).toBeGreaterThan(100_000);
}, 120_000);

test('2,000 random parts of shared strings, some damaged, are the same with and without runs', () => {
  let found = 0;
  for (let seed = 0; seed < 2_000; seed += 1) found += compareStrings(seed);
  expect(found).toBeGreaterThan(20_000);
}, 120_000);

/** Prints the rows of a workbook, and whether the engine has WebAssembly. */
const PRINT_ROWS = `
  const { bookSource, readXlsx } = await import(process.argv[1]);
  const source = await bookSource(process.argv[2]);
  const rows = [];
  for await (const batch of (await readXlsx(source)).sheets[0].rows()) rows.push(...batch.rows);
  await source.close();
  console.log(JSON.stringify({ hasWasm: typeof WebAssembly !== 'undefined', rows }));
`;

test('an engine without WebAssembly reads the same rows', () => {
  const urls = ['../../dist/index.js', '../testing/files/excelize.xlsx'].map(
    (path) => new URL(path, import.meta.url),
  );
  const [door, file] = [urls[0]?.href ?? '', urls[1]?.pathname ?? ''];
  const [fast, plain] = [[], ['--jitless']].map((flags): { hasWasm: boolean; rows: unknown[] } =>
    JSON.parse(
      execFileSync(
        process.execPath,
        [...flags, '--input-type=module', '-e', PRINT_ROWS, door, file],
        { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
      ),
    ),
  );
  expect([fast?.hasWasm, plain?.hasWasm]).toEqual([true, false]);
  expect(plain?.rows.length).toBeGreaterThan(1);
  expect(plain?.rows).toEqual(fast?.rows);
}, 60_000);

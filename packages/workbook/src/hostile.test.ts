/**
 * Files that want to harm: each is refused with a code, a sentence and a place, in little time and
 * memory.
 */
import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import {
  bytesSource,
  DEFAULT_LIMITS,
  readXlsx,
  WORKBOOK_ERROR_CODES,
  WorkbookError,
} from './index.js';
import { archive } from './testing/archive.js';
import {
  GOOD,
  HOSTILE_FILES,
  type HostileFile,
  withEntry,
  withSheet,
} from './testing/hostile-files.js';
import { GIANTS } from './testing/hostile-giants.js';
import {
  countRows,
  entriesOf,
  rowsOf,
  workbookFile,
  workbookParts,
} from './testing/workbook-files.js';

const MIB = 1024 ** 2;
/** A whole test file may not take longer, on a machine with other work to do. */
const PATIENCE_MS = 20_000;

const TOO_MUCH = GIANTS.flatMap(({ name, code, make, limits }): HostileFile[] =>
  code === null ? [] : [[name, code, make, limits]],
);
const REFUSED = [...HOSTILE_FILES, ...TOO_MUCH].map(([name, code, make, limits = {}]) => ({
  name,
  code,
  make,
  limits,
}));

test.each(REFUSED)(
  '$name is refused as $code',
  async ({ code, make, limits }) => {
    const file = make();
    const error = await countRows(file, limits).then(
      (rows) => new Error(`read ${rows} rows`),
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(WorkbookError);
    const { code: found, message, place } = error as WorkbookError;
    expect(found, message).toBe(code);
    expect(message).toMatch(/^[A-Z].{20,}\.$/s);
    expect(Object.values(place).every((value) => value !== undefined)).toBe(true);
  },
  PATIENCE_MS,
);

test('shared strings beyond the cap are refused without being kept', async () => {
  const item = '<si><t>a</t></si>';
  const file = workbookFile(GOOD, {
    'xl/sharedStrings.xml': Buffer.from(`<sst>${item.repeat(200_001)}</sst>`),
  });
  const before = process.memoryUsage().rss;
  await expect(countRows(file, { maxRatio: 2_000, maxStrings: 200_000 })).rejects.toMatchObject({
    code: 'too_many_strings',
  });
  expect(process.memoryUsage().rss - before).toBeLessThan(60 * MIB);
});

test('a workbook cut anywhere is refused, never half read', async () => {
  const file = withSheet(
    Array.from(
      { length: 50 },
      (_, i) => `<row r="${i + 1}"><c r="A${i + 1}"><v>${i}</v></c></row>`,
    ).join(''),
  );
  for (let length = 0; length < file.length; length += 7) {
    await expect(countRows(file.subarray(0, length)), `cut at ${length}`).rejects.toBeInstanceOf(
      WorkbookError,
    );
  }
});

test('a place names sheet, row and column', async () => {
  const file = withSheet('<row r="3"><c r="AB3" t="s"><v>9</v></c></row>');
  await expect(rowsOf(file)).rejects.toMatchObject({ place: { sheet: 'S', row: 3, column: 'AB' } });
});

test('a limit can be raised', async () => {
  const file = withSheet(`<row><c t="str"><v>${'x'.repeat(2 * MIB)}</v></c></row>`);
  await expect(countRows(file)).rejects.toMatchObject({ code: 'cell_too_large' });
  await expect(countRows(file, { maxCellBytes: 4 * MIB, maxRatio: 2_000 })).resolves.toBe(1);
});

test.each(
  GIANTS.filter(({ code }) => code === null).map(
    ({ name, rows, make }) => [name, rows, make] as const,
  ),
)(
  '%s: legal, and read',
  async (_, rows, make) => {
    expect(await countRows(make())).toBe(rows);
  },
  PATIENCE_MS,
);

test('the last cell of a sheet alone is read', async () => {
  const [row] = await rowsOf(withSheet('<row r="1048576"><c r="XFD1048576"><v>7</v></c></row>'));
  expect(row).toHaveLength(16_384);
  expect(row?.at(-1)).toBe(7);
});

test('an archive with a comment, and one that lies about nothing, are read', async () => {
  await expect(countRows(archive(entriesOf(workbookParts(GOOD)), 'made by hand'))).resolves.toBe(1);
  await expect(
    readXlsx(bytesSource(withEntry({ data: deflateRawSync('x') })), DEFAULT_LIMITS),
  ).resolves.toBeDefined();
});

test('every code is explained', () => {
  for (const meaning of Object.values(WORKBOOK_ERROR_CODES))
    expect(meaning.length).toBeGreaterThan(10);
});

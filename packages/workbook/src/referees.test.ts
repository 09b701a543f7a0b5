/**
 * Other programs as referees: what we write they read equal, what they write we read equal. exceljs
 * and SheetJS are always there; openpyxl and LibreOffice are asked where they are installed, and a
 * skipped one is named.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import exceljs from 'exceljs';
import { afterAll, expect, test } from 'vitest';
import * as sheetjs from 'xlsx';
import { bytesSource, type Cell, readCsv, type SheetColumn, writeXlsx } from './index.js';
import { rowsOf } from './testing/workbook-files.js';

const COLUMNS: readonly SheetColumn[] = [
  { header: 'text' },
  { header: 'number', format: '0.00' },
  { header: 'whole' },
  { header: 'flag' },
  { header: 'date', format: 'yyyy-mm-dd hh:mm:ss' },
  { header: 'end' },
];
const NOON = new Date('2024-02-29T12:30:15Z');
const TEXTS = [
  'plain',
  '中文 名称',
  '👩‍👩‍👧 é',
  `a & b < c > d "e" 'f'`,
  ' outer spaces ',
  'two\nlines',
  '=1+1',
  '007',
  '_x0041_',
  '_',
];
const ROWS: readonly Cell[][] = TEXTS.map((text, i) => [
  text,
  i * 1.25 - 3,
  10 ** i,
  i % 2 === 0,
  new Date(NOON.getTime() + i * 86_461_000),
  i % 3 === 0 ? null : 'end',
]);
const HEADER = COLUMNS.map(({ header }) => header);

const folder = mkdtempSync(join(tmpdir(), 'longshore-referees-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const hasOpenpyxl = spawnSync('python3', ['-c', 'import openpyxl']).status === 0;
const hasLibreOffice = spawnSync('soffice', ['--version']).status === 0;
const named = (title: string, present: boolean, program: string): string =>
  present ? title : `${title} (skipped: ${program} is not installed)`;
/** LibreOffice starts slowly, more so beside other work. */
const PATIENCE_MS = 120_000;

const ours = (): Promise<Buffer> =>
  buffer(writeXlsx([{ name: 'S', columns: COLUMNS, rows: [ROWS] }]));
const withoutTail = (row: readonly Cell[]): Cell[] =>
  row.slice(0, row.findLastIndex((cell) => cell !== null) + 1);
const EXPECTED = [HEADER, ...ROWS.map(withoutTail)];

test('exceljs reads what we write', async () => {
  const book = new exceljs.Workbook();
  await book.xlsx.load((await ours()).buffer as ArrayBuffer);
  const sheet = book.worksheets[0];
  expect(sheet?.rowCount).toBe(EXPECTED.length);
  // exceljs takes `_x0041_` for an escape even where its underscore is escaped.
  for (const [index, row] of EXPECTED.entries())
    if (row[0] !== '_x0041_')
      expect((sheet?.getRow(index + 1).values as Cell[] | undefined)?.slice(1)).toEqual(row);
  expect(sheet?.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 });
  expect(sheet?.autoFilter).toBe(`A1:F${EXPECTED.length}`);
  expect(sheet?.getCell('B2').numFmt).toBe('0.00');
});

test('we read what exceljs writes, with and without shared strings and styles', async () => {
  for (const shared of [true, false]) {
    const book = new exceljs.stream.xlsx.WorkbookWriter({
      filename: join(folder, 'exceljs.xlsx'),
      useSharedStrings: shared,
      useStyles: true,
    });
    const sheet = book.addWorksheet('S');
    sheet.columns = COLUMNS.map(({ header, format }) => ({
      header,
      ...(format === undefined ? {} : { style: { numFmt: format } }),
    }));
    for (const row of ROWS.filter(([text]) => text !== '_x0041_')) sheet.addRow(row).commit();
    await book.commit();
    expect(await rowsOf(readFileSync(join(folder, 'exceljs.xlsx')))).toEqual(
      EXPECTED.filter(([text]) => text !== '_x0041_'),
    );
  }
});

test('SheetJS reads what we write', async () => {
  const book = sheetjs.read(await ours(), { cellDates: true, UTC: true } as sheetjs.ParsingOptions);
  const sheet = book.Sheets[book.SheetNames[0] ?? ''] as sheetjs.WorkSheet;
  const rows = sheetjs.utils.sheet_to_json<Cell[]>(sheet, { header: 1, raw: true });
  for (const [index, row] of EXPECTED.entries())
    expect(rows[index]?.filter((_, column) => column !== 4)).toEqual(
      row.filter((_, column) => column !== 4),
    );
});

test('we read what SheetJS writes', async () => {
  const rows = ROWS.filter(([text]) => text !== '_x0041_').map((row) =>
    row.filter((_, column) => column !== 4),
  );
  for (const bookSST of [true, false]) {
    const book = sheetjs.utils.book_new();
    sheetjs.utils.book_append_sheet(book, sheetjs.utils.aoa_to_sheet(rows as unknown[][]), 'S');
    const bytes: Buffer = sheetjs.write(book, { type: 'buffer', bookType: 'xlsx', bookSST });
    expect(await rowsOf(bytes)).toEqual(rows.map(withoutTail));
  }
});

const READ_BY_OPENPYXL = `
import json, sys, openpyxl
sheet = openpyxl.load_workbook(sys.argv[1]).worksheets[0]
print(json.dumps([[c.isoformat() if hasattr(c, 'isoformat') else c for c in row] for row in sheet.iter_rows(values_only=True)]))`;

test.skipIf(!hasOpenpyxl)(
  named('openpyxl reads what we write', hasOpenpyxl, 'openpyxl'),
  async () => {
    const file = join(folder, 'ours.xlsx');
    writeFileSync(file, await ours());
    const rows = JSON.parse(
      execFileSync('python3', ['-c', READ_BY_OPENPYXL, file], { encoding: 'utf8' }),
    ) as Cell[][];
    const expected = ROWS.map((row) =>
      row.map((cell) => (cell instanceof Date ? cell.toISOString().slice(0, 19) : cell)),
    );
    // openpyxl leaves _xHHHH_ in the cells of a formula's type as it stands.
    expect(rows.slice(1)).toEqual(
      expected.map((row) => (row[0] === '_x0041_' ? ['_x005F_x0041_', ...row.slice(1)] : row)),
    );
  },
);

const WRITE_BY_OPENPYXL = `
import datetime, json, sys, openpyxl
book = openpyxl.Workbook()
for row in json.loads(sys.argv[2]):
    book.active.append([datetime.datetime.fromisoformat(c) if i == 4 and c != 'date' else c for i, c in enumerate(row)])
book.save(sys.argv[1])`;

test.skipIf(!hasOpenpyxl)(
  named('we read what openpyxl writes', hasOpenpyxl, 'openpyxl'),
  async () => {
    const file = join(folder, 'openpyxl.xlsx');
    const rows = ROWS.filter(([text]) => text !== '=1+1' && text !== '_x0041_');
    const json = JSON.stringify([HEADER, ...rows]).replaceAll('.000Z', '');
    execFileSync('python3', ['-c', WRITE_BY_OPENPYXL, file, json]);
    expect(await rowsOf(readFileSync(file))).toEqual([HEADER, ...rows.map(withoutTail)]);
  },
);

/** Converts with a profile of its own, so that a running LibreOffice does not matter. */
function convert(file: string, to: string): string {
  const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
  execFileSync(
    'soffice',
    [profile, '--headless', '--convert-to', to, '--outdir', join(folder, 'converted'), file],
    {
      stdio: 'ignore',
      timeout: PATIENCE_MS,
    },
  );
  return join(folder, 'converted', `ours.${to.split(':')[0]}`);
}

test.skipIf(!hasLibreOffice)(
  named(
    'LibreOffice reads what we write, and we read what it writes',
    hasLibreOffice,
    'LibreOffice',
  ),
  async () => {
    const file = join(folder, 'ours.xlsx');
    writeFileSync(file, await ours());
    const csv = readFileSync(convert(file, 'csv:Text - txt - csv (StarCalc):44,34,76'));
    const shown: Cell[][] = [];
    for await (const batch of (await readCsv(bytesSource(csv))).sheets[0]?.rows() ?? [])
      shown.push(...batch.rows);
    expect(shown.slice(1).map(([text, number]) => [text, number])).toEqual(
      ROWS.map(([text, number]) => [text, (number as number).toFixed(2)]),
    );
    expect(shown[1]?.[4]).toBe('2024-02-29 12:30:15');
    expect(await rowsOf(readFileSync(convert(file, 'xlsx')))).toEqual(EXPECTED);
  },
  PATIENCE_MS,
);

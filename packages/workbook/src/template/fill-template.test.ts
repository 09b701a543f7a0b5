import { buffer } from 'node:stream/consumers';
import exceljs from 'exceljs';
import { expect, test } from 'vitest';
import { bytesSource, type Cell, readXlsx } from '../index.js';
import { workbookFile, worksheet } from '../testing/workbook-files.js';
import { fillTemplate } from './fill-template.js';

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** As a designer makes one: a logo, merged and styled lines, a second sheet. */
async function designed(): Promise<Uint8Array> {
  const book = new exceljs.Workbook();
  const sheet = book.addWorksheet('Report');
  sheet.mergeCells('B1:D1');
  sheet.getCell('B1').value = 'Company Ltd.';
  sheet.getCell('B1').font = { bold: true, size: 20, color: { argb: 'FF008800' } };
  sheet.getCell('B2').value = new Date('2026-01-31T00:00:00Z');
  sheet.getCell('B2').numFmt = 'dd"."mm"."yyyy';
  sheet.getColumn(1).width = 40;
  const imageId = book.addImage({ buffer: PIXEL as never, extension: 'png' });
  sheet.addImage(imageId, 'A1:A2');
  sheet.headerFooter.oddFooter = 'Confidential';
  book.addWorksheet('Terms').getCell('A1').value = 'All prices without tax.';
  return new Uint8Array(await book.xlsx.writeBuffer());
}

const columns = [
  { header: '订单' },
  { header: 'Amount', format: '#,##0.00' },
  { header: 'Placed', format: 'yyyy-mm-dd hh:mm' },
];
const moment = new Date('2026-01-31T16:30:00Z');
async function* rows(count: number) {
  for (let from = 0; from < count; from += 500)
    yield Array.from({ length: Math.min(500, count - from) }, (_, i): Cell[] => [
      `No. ${from + i}`,
      from + i + 0.5,
      moment,
    ]);
}

async function opened(bytes: Uint8Array) {
  const book = new exceljs.Workbook();
  await book.xlsx.load(bytes.buffer as ArrayBuffer);
  return book;
}

test('rows stand below what was designed, which stays as it was', async () => {
  const stream = fillTemplate(
    await designed(),
    { columns, rows: rows(2_000) },
    { timeZone: 'Asia/Shanghai' },
  );
  const bytes = new Uint8Array(await buffer(stream));
  const book = await opened(bytes);
  const [sheet, terms] = book.worksheets;
  expect(sheet?.getCell('B1').value).toBe('Company Ltd.');
  expect(sheet?.getCell('C1').isMerged).toBe(true);
  expect(sheet?.getCell('B1').font).toMatchObject({ size: 20, color: { argb: 'FF008800' } });
  expect(sheet?.getCell('B2').numFmt).toBe('dd"."mm"."yyyy');
  expect(sheet?.getColumn(1).width).toBe(40);
  expect(sheet?.getImages()).toHaveLength(1);
  expect(Buffer.from(book.getImage(0).buffer as never).equals(PIXEL)).toBe(true);
  expect(sheet?.headerFooter.oddFooter).toBe('Confidential');
  expect(terms?.getCell('A1').value).toBe('All prices without tax.');
  expect(sheet?.getCell('A3').value).toBe('订单');
  expect(sheet?.getCell('A3').font?.bold).toBe(true);
  expect(sheet?.getCell('A4').value).toBe('No. 0');
  expect(sheet?.getCell('A4').font?.bold ?? false).toBe(false);
  expect(sheet?.getCell('B2003').value).toBe(1_999.5);
  expect(sheet?.getCell('B2003').numFmt).toBe('#,##0.00');
  expect(sheet?.getCell('C4').numFmt).toBe('yyyy-mm-dd hh:mm');
  expect(sheet?.getCell('C4').value).toEqual(new Date('2026-02-01T00:30:00Z'));

  const read = await readXlsx(bytesSource(bytes));
  const numbers: number[] = [];
  for await (const batch of read.sheets[0]?.rows() ?? []) numbers.push(...batch.numbers);
  expect([numbers.length, numbers[2], numbers.at(-1)]).toEqual([2_003, 3, 2_003]);
});

test('a sheet without rows is filled from its first row on', async () => {
  const empty = new exceljs.Workbook();
  empty.addWorksheet('Blank');
  const template = new Uint8Array(await empty.xlsx.writeBuffer());
  const bytes = new Uint8Array(await buffer(fillTemplate(template, { columns, rows: rows(1) })));
  const [sheet] = (await opened(bytes)).worksheets;
  expect([sheet?.getCell('A1').value, sheet?.getCell('A2').value]).toEqual(['订单', 'No. 0']);
});

test('what cannot be filled is refused: another file, a workbook without styles, a full sheet', async () => {
  const fill = (template: Uint8Array, count = 1) =>
    buffer(fillTemplate(template, { columns, rows: rows(count) }));
  await expect(fill(Buffer.from('no workbook'))).rejects.toMatchObject({ code: 'not_a_workbook' });
  const bare = workbookFile(worksheet('<row r="1"><c r="A1"><v>1</v></c></row>'));
  await expect(fill(bare)).rejects.toMatchObject({ code: 'bad_options' });
  const styles = `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts><font/></fonts><fills><fill/></fills><borders><border/></borders><cellXfs><xf/></cellXfs></styleSheet>`;
  const last = worksheet('<row r="1048574"><c r="A1048574"><v>1</v></c></row>');
  const long = workbookFile(last, { 'xl/styles.xml': styles });
  await expect(fill(long, 2)).rejects.toMatchObject({ code: 'bad_row' });
});

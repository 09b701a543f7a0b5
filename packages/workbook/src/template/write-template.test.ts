import exceljs from 'exceljs';
import { expect, test } from 'vitest';
import { bytesSource, readXlsx } from '../index.js';
import { writeTemplate } from './write-template.js';

const column = {
  header: 'SKU',
  required: true,
  kind: 'text',
  labels: null,
  format: null,
  width: null,
  note: '必填\n文本',
};
const countries = Array.from({ length: 200 }, (_, i) => `Country ${i}`);
const columns = [
  column,
  { ...column, header: '状态', required: false, kind: 'label', labels: ['上架', '下架'] },
  { ...column, header: 'Country', kind: 'label', labels: countries, width: 30 },
  { ...column, header: 'Price', kind: 'number', format: '0.00' },
];

async function opened() {
  const book = new exceljs.Workbook();
  await book.xlsx.load(
    (await writeTemplate({ sheet: '商品/Products', columns })).buffer as ArrayBuffer,
  );
  return book;
}

test('the header is frozen, and required columns are marked and explained', async () => {
  const form = (await opened()).worksheets[0];
  expect(form?.name).toBe('商品_Products');
  expect(form?.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 });
  expect(form?.getCell('A1').font).toMatchObject({ bold: true, color: { argb: 'FFC00000' } });
  expect(form?.getCell('B1').font?.color).not.toEqual({ argb: 'FFC00000' });
  expect(JSON.stringify(form?.getCell('A1').note)).toContain('必填');
  expect(form?.getColumn(4).numFmt).toBe('0.00');
  expect(form?.getColumn(3).width).toBe(30);
});

test('labels are offered in the first 100,000 rows; a long list stands on a hidden sheet', async () => {
  const [form, labels] = (await opened()).worksheets;
  expect(form?.getCell('B100001').dataValidation).toMatchObject({
    type: 'list',
    formulae: ['"上架,下架"'],
  });
  expect(form?.getCell('C2').dataValidation).toMatchObject({
    type: 'list',
    formulae: ["'labels'!$A$1:$A$200"],
  });
  expect(labels?.state).toBe('hidden');
  expect(labels?.getCell('A200').value).toBe('Country 199');
});

test('our reader sees one header row and hides the sheet of labels', async () => {
  const book = await readXlsx(bytesSource(await writeTemplate({ sheet: 'S', columns })));
  expect(book.sheets.map(({ name, hidden }) => [name, hidden])).toEqual([
    ['S', false],
    ['labels', true],
  ]);
  const rows = [];
  for await (const batch of book.sheets[0]?.rows() ?? []) rows.push(...batch.rows);
  expect(rows).toEqual([['SKU', '状态', 'Country', 'Price']]);
});

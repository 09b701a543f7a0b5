/**
 * Rows whose cells open like those above them take a short way; it must see what the long way sees.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnLetters } from '../column-letters.js';
import { bytesSource, type Cell, readXlsx } from '../index.js';
import { archive } from '../testing/archive.js';
import {
  entriesOf,
  rowsOf,
  sharedStrings,
  workbookFile,
  workbookParts,
  worksheet,
} from '../testing/workbook-files.js';

const strings = {
  'xl/sharedStrings.xml': sharedStrings('<t>zero</t>', '<t></t>', '<t>two &amp; &#20013;</t>'),
};

/** The same value in the form that the short way takes, and in one it does not. */
const FORMS: readonly (readonly [
  value: Cell,
  usual: (ref: string) => string,
  other: (ref: string) => string,
])[] = [
  [1.5, (ref) => `<c r="${ref}"><v>1.5</v></c>`, (ref) => `<c r='${ref}' ><v >1.5</v></c>`],
  [
    'a<b中',
    (ref) => `<c r="${ref}" t="str"><v>a&lt;b中</v></c>`,
    (ref) => `<c t="str" r="${ref}"><v>a&lt;<!-- -->b中</v></c>`,
  ],
  ['', (ref) => `<c r="${ref}" t="str"><v></v></c>`, (ref) => `<c r="${ref}" t="str"><v/></c>`],
  [
    'two & 中',
    (ref) => `<c r="${ref}" t="s"><v>2</v></c>`,
    (ref) => `<c r="${ref}" t="s"><v>2</v><f/></c>`,
  ],
  ['', (ref) => `<c r="${ref}" t="s"><v>1</v></c>`, (ref) => `<c r="${ref}" t="s" ><v>1</v></c>`],
  [true, (ref) => `<c r="${ref}" t="b"><v>1</v></c>`, (ref) => `<c r="${ref}" t="b"><v>1</v ></c>`],
  [
    { error: '#N/A' },
    (ref) => `<c r="${ref}" t="e"><v>#N/A</v></c>`,
    (ref) => `<c r="${ref}" t="e"><v>#N/A</v></c >`,
  ],
  [null, () => '', (ref) => `<c r="${ref}" s="3"/>`],
];

const tables = fc.array(
  fc.array(
    fc.record({ form: fc.integer({ min: 0, max: FORMS.length - 1 }), usual: fc.boolean() }),
    { minLength: 1, maxLength: 5 },
  ),
  { minLength: 1, maxLength: 12 },
);
type Table = typeof tables extends fc.Arbitrary<infer T> ? T : never;

/** As a source that hands out a few bytes at a time. */
function cutInto(bytes: Buffer, size: number) {
  return async function* (start: number, end: number) {
    for (let at = start; at < end; at += size) yield bytes.subarray(at, Math.min(at + size, end));
  };
}

function sheetOf(table: Table): string {
  const rows = table.map((cells, row) => {
    const written = cells.map(({ form, usual }, column) =>
      FORMS[form]?.[usual ? 1 : 2](`${'ABCDE'[column]}${row + 1}`),
    );
    return `<row r="${row + 1}">${written.join('')}</row>`;
  });
  return worksheet(rows.join(''));
}

const cellsIn = (table: Table): Cell[][] =>
  table
    .map((cells) => cells.map(({ form }) => FORMS[form]?.[0] ?? null))
    .map((cells) => cells.slice(0, cells.findLastIndex((cell) => cell !== null) + 1))
    .filter((cells) => cells.some((cell) => cell !== null && cell !== ''));

test('whatever forms follow each other, the values are the same', async () => {
  await fc.assert(
    fc.asyncProperty(tables, async (table) => {
      expect(await rowsOf(workbookFile(sheetOf(table), strings))).toEqual(cellsIn(table));
    }),
  );
});

test('a look without values sees the same rows, and cells where there are some', async () => {
  await fc.assert(
    fc.asyncProperty(tables, async (table) => {
      const file = workbookFile(sheetOf(table), strings);
      const seen: boolean[][] = [];
      for await (const { rows } of (await readXlsx(bytesSource(file))).sheets[0]?.rows({
        checkOnly: true,
      }) ?? [])
        seen.push(...rows.map((cells) => cells.map((cell) => cell !== null)));
      expect(seen).toEqual(cellsIn(table).map((cells) => cells.map((cell) => cell !== null)));
    }),
  );
});

test.each([
  [
    'a number with a leading zero',
    '<row r="02"><c r="A02"><v>1</v></c><c r="B02"><v>2</v></c></row><row r="03"><c r="03"><v>7</v></c></row>',
  ],
  [
    'text that ends like a tag',
    '<row r="0002"><c r="A2"><v>1</v></c></row><row r="0003">0003"><v>7</v></c></row>',
  ],
])('%s is not taken for a cell', async (_what, rows) => {
  await expect(rowsOf(workbookFile(worksheet(rows)))).rejects.toThrow(
    /bad_column|closes no open|reference|cell "03"/,
  );
});

test('a row number in a megabyte of spaces is not kept for each column', async () => {
  const cells = Array.from({ length: 500 }, (_, i) => `<c r="${columnLetters(i)}1"><v>1</v></c>`);
  const file = workbookFile(worksheet(`<row r="${' '.repeat(900_000)}1">${cells.join('')}</row>`));
  const before = process.memoryUsage().arrayBuffers;
  expect((await rowsOf(file))[0]).toHaveLength(500);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50_000_000);
});

test('a value goes on after a comment or CDATA, wherever the bytes are cut', async () => {
  const sheet = worksheet(
    `<row r="1"><c r="A1"><v>1<!-- -->5</v></c><c r="B1" t="str"><v>Smith<![CDATA[ & ]]>Sons</v></c></row>`,
  );
  const bytes = archive(
    entriesOf(workbookParts(sheet)).map((entry) => ({ ...entry, stored: true })),
  );
  for (let size = 1; size < 40; size += 1) {
    const source = { ...bytesSource(bytes), openRange: cutInto(bytes, size) };
    const rows: Cell[][] = [];
    for await (const batch of (await readXlsx(source)).sheets[0]?.rows() ?? [])
      rows.push(...batch.rows);
    expect(rows).toEqual([[15, 'Smith & Sons']]);
  }
});

test('an empty value is a blank cell of its kind', async () => {
  const cells = ['s', 'b', 'e', 'd', 'n', 'str'].map(
    (type, i) => `<c r="${columnLetters(i)}2" t="${type}"><v></v></c>`,
  );
  const self = ['s', 'b', 'e', 'd', 'n', 'str'].map(
    (type, i) => `<c r="${columnLetters(i)}3" t="${type}"><v/></c>`,
  );
  const last = (row: number) => `<c r="G${row}"><v>1</v></c>`;
  const rows = `<row r="2">${cells.join('')}${last(2)}</row><row r="3">${self.join('')}${last(3)}</row>`;
  const expected = [null, null, null, null, null, '', 1];
  expect(await rowsOf(workbookFile(worksheet(rows)))).toEqual([expected, expected]);
});

test('a hundred thousand comments in a row are passed over', async () => {
  const rows = `${'<!---->'.repeat(100_000)}<row r="1"><c r="A1"><v>1</v></c></row>`;
  expect(await rowsOf(workbookFile(worksheet(rows)))).toEqual([[1]]);
});

test.each([
  ['a reference to another row', 'bad_column', '<c r="A1"><v>1</v></c>'],
  ['a shared string that is not there', 'bad_string_index', '<c r="A3" t="s"><v>9</v></c>'],
  ['an unknown entity', 'bad_xml', '<c r="A3" t="str"><v>&nbsp;</v></c>'],
])('%s is refused in a look without values too', async (_what, code, cell) => {
  const like = (row: number) =>
    `<row r="${row}"><c r="A${row}"${/ t="\w+"/.exec(cell) ?? ''}><v>0</v></c></row>`;
  const book = await readXlsx(
    bytesSource(workbookFile(worksheet(`${like(1)}${like(2)}<row r="3">${cell}</row>`), strings)),
  );
  for (const checkOnly of [false, true]) {
    const read = async () => {
      for await (const _ of book.sheets[0]?.rows({ checkOnly }) ?? []);
    };
    await expect(read()).rejects.toMatchObject({ code });
  }
});

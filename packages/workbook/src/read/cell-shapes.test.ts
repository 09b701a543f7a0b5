/** Rows whose cells open like those above them take a short way; it must see what the long way sees. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesSource, type Cell, readXlsx } from '../index.js';
import { rowsOf, sharedStrings, workbookFile, worksheet } from '../testing/workbook-files.js';

const strings = { 'xl/sharedStrings.xml': sharedStrings('<t>zero</t>', '<t></t>', '<t>two &amp; &#20013;</t>') };

/** The same value in the form that the short way takes, and in one it does not. */
const FORMS: readonly (readonly [value: Cell, usual: (ref: string) => string, other: (ref: string) => string])[] = [
  [1.5, (ref) => `<c r="${ref}"><v>1.5</v></c>`, (ref) => `<c r='${ref}' ><v >1.5</v></c>`],
  ['a<b中', (ref) => `<c r="${ref}" t="str"><v>a&lt;b中</v></c>`, (ref) => `<c t="str" r="${ref}"><v>a&lt;<!-- -->b中</v></c>`],
  ['', (ref) => `<c r="${ref}" t="str"><v></v></c>`, (ref) => `<c r="${ref}" t="str"><v/></c>`],
  ['two & 中', (ref) => `<c r="${ref}" t="s"><v>2</v></c>`, (ref) => `<c r="${ref}" t="s"><v>2</v><f/></c>`],
  ['', (ref) => `<c r="${ref}" t="s"><v>1</v></c>`, (ref) => `<c r="${ref}" t="s" ><v>1</v></c>`],
  [true, (ref) => `<c r="${ref}" t="b"><v>1</v></c>`, (ref) => `<c r="${ref}" t="b"><v>1</v ></c>`],
  [{ error: '#N/A' }, (ref) => `<c r="${ref}" t="e"><v>#N/A</v></c>`, (ref) => `<c r="${ref}" t="e"><v>#N/A</v></c >`],
  [null, () => '', (ref) => `<c r="${ref}" s="3"/>`],
];

const tables = fc.array(
  fc.array(fc.record({ form: fc.integer({ min: 0, max: FORMS.length - 1 }), usual: fc.boolean() }), { minLength: 1, maxLength: 5 }),
  { minLength: 1, maxLength: 12 },
);
type Table = typeof tables extends fc.Arbitrary<infer T> ? T : never;

function sheetOf(table: Table): string {
  const rows = table.map((cells, row) => {
    const written = cells.map(({ form, usual }, column) => FORMS[form]?.[usual ? 1 : 2](`${'ABCDE'[column]}${row + 1}`));
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
      for await (const { rows } of (await readXlsx(bytesSource(file))).sheets[0]?.rows({ checkOnly: true }) ?? [])
        seen.push(...rows.map((cells) => cells.map((cell) => cell !== null)));
      expect(seen).toEqual(cellsIn(table).map((cells) => cells.map((cell) => cell !== null)));
    }),
  );
});

test.each([
  ['a reference to another row', 'bad_column', '<c r="A1"><v>1</v></c>'],
  ['a shared string that is not there', 'bad_string_index', '<c r="A3" t="s"><v>9</v></c>'],
  ['an unknown entity', 'bad_xml', '<c r="A3" t="str"><v>&nbsp;</v></c>'],
])('%s is refused in a look without values too', async (_what, code, cell) => {
  const like = (row: number) => `<row r="${row}"><c r="A${row}"${/ t="\w+"/.exec(cell) ?? ''}><v>0</v></c></row>`;
  const book = await readXlsx(bytesSource(workbookFile(worksheet(`${like(1)}${like(2)}<row r="3">${cell}</row>`), strings)));
  for (const checkOnly of [false, true]) {
    const read = async () => {
      for await (const _ of book.sheets[0]?.rows({ checkOnly }) ?? []);
    };
    await expect(read()).rejects.toMatchObject({ code });
  }
});

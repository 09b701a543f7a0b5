/**
 * Files as people really send them, through a whole import: what a person meant is what is saved,
 * or the row is refused with its cause.
 */
import { Readable } from 'node:stream';
import type { UploadOptions } from '@longshore/contract';
import { defineImport } from '@longshore/executors';
import { relationships, workbookFile, workbookParts, worksheet } from '@longshore/workbook/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { startServices, type TestServices } from '../../test/start-services.js';
import { runAttempt } from '../run-attempt.js';

const saved: unknown[] = [];
const things = defineImport({
  type: 'things',
  title: { en: 'Things', zh: '物' },
  row: z.object({
    note: z.string().optional(),
    amount: z.number().optional(),
    exact: z.string().optional().meta({ numeric: true }),
    made: z.date().optional().meta({ format: 'yyyy-mm-dd' }),
    flag: z.boolean().optional(),
  }),
  save: async (rows) => {
    saved.push(...rows.map(({ value }) => value));
  },
});

let services: TestServices;
beforeAll(async () => {
  services = await startServices([things]);
});
afterAll(() => services?.close());

/** Values and codes of issues, in the order of rows; or the code of the whole file. */
async function outcomeOf(bytes: Buffer, name: string, options: UploadOptions = {}) {
  saved.length = 0;
  const key = `uploads/${crypto.randomUUID()}`;
  const { sizeBytes } = await services.store.put(key, Readable.from([bytes]), {
    contentType: 'text/plain',
  });
  const upload = { key, name, sizeBytes };
  const { taskId } = await services.register({ kind: 'import', type: 'things', options, upload });
  await runAttempt({ taskId, worker: 'test', signal: new AbortController().signal }, services);
  const record = await services.tasks.record(taskId);
  const issues: string[] = [];
  for await (const page of services.database.failedRows(taskId))
    issues.push(...page.flatMap((row) => row.issues.map(({ code }) => code)));
  return { saved: [...saved], issues, error: record?.error?.code ?? null };
}

const STYLES = [14, 22, 20, 46, 164, 12, 44, 10, 49];
const [DAY, MOMENT, TIME, DURATION, PADDED, FRACTION, MONEY, PERCENT, TEXT] = [
  1, 2, 3, 4, 5, 6, 7, 8, 9,
];
const STYLED = {
  'xl/styles.xml': `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="000"/></numFmts><cellXfs><xf numFmtId="0"/>${STYLES.map((id) => `<xf numFmtId="${id}"/>`).join('')}</cellXfs></styleSheet>`,
};
const number = (digits: string, style = 0): string => `<c s="${style}"><v>${digits}</v></c>`;
const text = (value: string): string => `<c t="str"><v>${value}</v></c>`;
const sheetOf = (header: string, cells: readonly string[]): string =>
  worksheet([text(header), ...cells].map((cell) => `<row>${cell}</row>`).join(''));
const imported = (header: string, cells: readonly string[]) =>
  outcomeOf(workbookFile(sheetOf(header, cells), STYLED), 'things.xlsx');

describe('a workbook', () => {
  test('is text as its cells show it, in a column of text', async () => {
    const cells: readonly (readonly [cell: string, shown: string])[] = [
      [number('0.375', TIME), '9:00'],
      [number('1.5208333333', DURATION), '36:30:00'],
      [number('7', PADDED), '007'],
      [number('0.5', FRACTION), '1/2'],
      [number('1234.5', MONEY), '$1,234.50'],
      [number('0.125', PERCENT), '12.50%'],
      [number('701', TEXT), '701'],
      [number('45351', DAY), '2024-02-29'],
      [number('60', DAY), '1900-02-29'],
      ['<c t="b"><f>TRUE()</f><v>1</v></c>', 'TRUE'],
      ['<c t="inlineStr">\n  <is>\n    <t>indented</t>\n  </is>\n</c>', 'indented'],
      ['<c t="inlineStr"><is><r><t>東</t></r><rPh sb="0" eb="1"><t>トウ</t></rPh></is></c>', '東'],
      [text('a_x000D_&#10;b_x005F_x0041_'), 'a\r\nb_x0041_'],
    ];
    const { saved: rows, issues } = await imported(
      'note',
      cells.map(([cell]) => cell),
    );
    expect(rows).toEqual(cells.map(([, note]) => ({ note })));
    expect(issues).toEqual([]);
  });

  test('does not invent digits: long numbers, errors, formulas without a result', async () => {
    const cells = [
      number('440301199001011234', TEXT),
      '<c t="e"><v>#N/A</v></c>',
      '<c><f>1+1</f></c>',
    ];
    const codes = ['digits_lost', 'cell_error', 'formula_without_result'];
    for (const header of ['note', 'exact'])
      expect(await imported(header, cells)).toEqual({ saved: [], issues: codes, error: null });
  });

  test('is numbers with the 15 digits that Excel shows', async () => {
    const cells = [
      '<c><f>1.1*3</f><v>3.3000000000000003</v></c>',
      number('20240131', DAY),
      number('0', DAY),
      number('0.125', PERCENT),
      text('￥1,234.50'),
      text('(1.5)'),
      text('\u22122'),
      text('12345678901234567.89'),
      number('0.375', TIME),
    ];
    const { saved: rows, issues } = await imported('amount', cells);
    const amounts = [3.3, 20240131, 0, 0.125, 1234.5, -1.5, -2];
    expect(rows).toEqual(amounts.map((amount) => ({ amount })));
    expect(issues).toEqual(['too_many_digits', 'time_of_day']);
  });

  test('is days: also 43 seconds late, strict or bare, never a time or a day of no calendar', async () => {
    const good = [
      number('45351', DAY),
      number('45351.000497685185', DAY),
      `<c s="${DAY}" t="d"><v>2024-02-29T00:00:00.00000000000000000</v></c>`,
      text('2024年2月29日'),
    ];
    const day = new Date('2024-02-29');
    expect((await imported('made', good)).saved).toEqual(good.map(() => ({ made: day })));
    const bad = [
      number('0', DAY),
      number('60', DAY),
      number('0.375', TIME),
      number('0.5', MOMENT),
      number('1.5', DURATION),
      number('20240131', DAY),
      number('45351'),
      `<c s="${DAY}" t="d"><v>2024-02-30</v></c>`,
    ];
    const { saved: rows, issues } = await imported('made', bad);
    expect(rows).toEqual([]);
    expect(issues).toEqual([
      'number_not_date',
      'number_not_date',
      'time_of_day',
      'time_of_day',
      'time_of_day',
      'number_not_date',
      'number_not_date',
      'not_a_date',
    ]);
  });

  test('is booleans, as formulas and as the words of a text', async () => {
    const cells = ['<c t="b"><f>FALSE()</f><v>0</v></c>', number('1'), text('是'), text('no')];
    expect((await imported('flag', cells)).saved).toEqual(
      [false, true, true, false].map((flag) => ({ flag })),
    );
  });

  test('may have a row element for each cell, and sheets without a part', async () => {
    const rows =
      '<row r="1"><c r="A1" t="str"><v>note</v></c></row><row r="1"><c r="B1" t="str"><v>amount</v></c></row>' +
      '<row r="2"><c r="a2" t="str"><v>x</v></c></row><row r="2"><c r="b2"><v>1</v></c></row>';
    const file = workbookFile(worksheet(rows), {
      'xl/workbook.xml': String(workbookParts('')['xl/workbook.xml']).replace(
        '<sheets>',
        '<sheets><sheet name="Macro1" sheetId="9" r:id=""/>',
      ),
    });
    expect(await outcomeOf(file, 'things.xlsx')).toEqual({
      saved: [{ note: 'x', amount: 1 }],
      issues: [],
      error: null,
    });
  });
});

const csv = (content: string | Buffer) => outcomeOf(Buffer.from(content), 'things.csv');

describe('a text file', () => {
  test.each([
    ['note\r\n="007"\r\n="1,5"\r\n', ['007', '1,5']],
    ['"sep=;"\r\nnote;amount\r\na,b;1\r\n', ['a,b']],
    ['\ufeffsep=;\r\n"note";"flag"\r\n"a ""b""";1\r\n', ['a "b"']],
    ['note\tflag\ra\t1\rb\t0\r', ['a', 'b']],
    ['note,flag\r\na,1\r\n\x1a\r\n', ['a']],
    ['note\nAnn\nBob\n', ['Ann', 'Bob']],
  ])('%j is read as it was meant', async (content, notes) => {
    const { saved: rows, issues, error } = await csv(content);
    expect(rows).toMatchObject(notes.map((note) => ({ note })));
    expect([issues, error]).toEqual([[], null]);
  });

  test.each([
    ['rate,amount\r\nx,12.5%\r\n', [0.125]],
    ['amount;exact\n2,750;1\n0,125;1\n', [2.75, 0.125]],
    ['amount;exact\n2,750;1\n1,5;1\n', [2.75, 1.5]],
    ['amount;exact\n2,750;0,125\n', [2.75]],
    ['amount\n1,5\n2,25\n', [1.5, 2.25]],
  ])('%j is these numbers', async (content, amounts) => {
    const { saved: rows, issues } = await csv(content);
    expect(rows).toMatchObject(amounts.map((amount) => ({ amount })));
    expect(issues).toEqual([]);
  });

  test.each([
    ['note,amount\na,1\nb,2,3\n', 'ragged_row'],
    ['amount;note\n2,750;a\n', 'ambiguous_number'],
    ['amount,note\n12345678901234567.89,a\n', 'too_many_digits'],
    ['amount,note\n1\0,a\n', 'not_a_number'],
  ])('of %j the last row is refused', async (content, code) => {
    expect((await csv(content)).issues).toEqual([code]);
  });

  test('with a wrong quote is refused as a whole, before any row is saved', async () => {
    expect(await csv('note,amount\na,1\n"x"y,1\n')).toEqual({
      saved: [],
      issues: [],
      error: 'bad_quote',
    });
  });

  test('is judged by its first bytes beyond ASCII, however far below', async () => {
    const long = `${'x'.repeat(100_000)},1\n`.repeat(12);
    const { saved: rows, error } = await csv(
      Buffer.from(`note,amount\n${long}caf\xe9,2\n`, 'latin1'),
    );
    expect(error).toBeNull();
    expect(rows.at(-1)).toEqual({ note: 'café', amount: 2 });
  });
});

describe('a file that is no workbook', () => {
  test.each([
    ['<html><table><tr><td>note</td></tr></table></html>', 'web_page'],
    ['<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', 'xml_spreadsheet'],
    ['MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n', 'web_archive'],
  ])('%j is named', async (content, code) => {
    expect(await outcomeOf(Buffer.from(content), 'things.xls')).toMatchObject({ error: code });
  });

  test('a binary workbook is named', async () => {
    const parts = {
      'xl/workbook.xml': null,
      'xl/workbook.bin': 'x',
      '[Content_Types].xml': '<a/>',
    };
    const file = workbookFile('', {
      ...parts,
      '_rels/.rels': relationships(['rId1', 'officeDocument', 'xl/workbook.bin']),
    });
    expect(await outcomeOf(file, 'things.xlsb')).toMatchObject({ error: 'binary_workbook' });
  });
});

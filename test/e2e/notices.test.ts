/** What a person should know although nothing failed, from the file to the answers. */
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { builtBusiness } from '../support/built-business.js';
import { type System, startSystem } from '../support/system.js';

const BUSINESS = builtBusiness('unreliable-business');
const owner = 'reader';

let system: System;
beforeAll(async () => {
  system = await startSystem({
    databaseUrl: inject('databaseUrl'),
    workers: 1,
    env: { BUSINESS },
  });
});
afterAll(() => system?.stop());

async function workbook(): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  const first = book.addWorksheet('First');
  first.addRows([
    ['key', 'from', 'colour'],
    ['notice-1', 'a', 'red'],
    ['notice-2', 'b'],
    ['notice-3', 'c'],
    [null, 'd'],
    ['notice-1', 'e'],
    ['\u200b', ' '],
  ]);
  first.getRow(3).hidden = true;
  first.mergeCells('A4:A5');
  book.addWorksheet('Second').addRows([
    ['KEY', 'From', 'Colour'],
    ['notice-4', null],
  ]);
  book.addWorksheet('Guide').addRow(['how to fill in']);
  return new Uint8Array(await book.xlsx.writeBuffer());
}

test('the answer counts the notices, the record words them, issues name their sheet', async () => {
  const file = { name: 'notices.xlsx', bytes: await workbook() };
  const { status, body } = await system.registerImport('keyed', file, { owner });
  expect(status, JSON.stringify(body)).toBe(202);
  const { taskId } = body;
  const done = await system.finished(taskId, { owner });
  expect(done).toMatchObject({
    phase: 'partial',
    counts: { total: 5, succeeded: 3, failed: 2 },
    notices: 6,
  });
  expect(JSON.stringify(done).length).toBeLessThan(700);
  const { notices } = await system.record(taskId, { owner });
  expect(notices.map(({ message }) => message)).toEqual([
    'The sheet Guide was not read: it does not have the header of this import.',
    'The column colour was not read: this import does not know it.',
    'In the sheet First the cells A4:A5 are merged: the first has the value, the others were taken as blank.',
    '1 row that a filter or a person has hidden in the sheet First was read too.',
    '1 row that shows nothing was left out; the first is row 7 of the sheet First.',
    '1 row was left out: a row below it has the same key.',
  ]);
  const chinese = await system.record(taskId, { owner, headers: { 'accept-language': 'zh' } });
  expect(chinese.notices[0]?.message).toBe('1 个工作表的表头与本次导入不符，未读取：Guide。');
  const issues = await system.call<{ items: object[] }>(`/api/tasks/${taskId}/first-issues`, {
    owner,
  });
  expect(issues.body.items).toMatchObject([
    { sheet: 'First', row: 5, column: 'key', code: 'required' },
    { sheet: 'Second', row: 2, column: 'from', code: 'required' },
  ]);
}, 120_000);

/** Who may see a type, start its tasks, and see the values of a column, over HTTP. */
import type { LedgerRecord, Problem, TaskList, TypeInfo } from '@longshore/contract';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { builtBusiness } from '../support/built-business.js';
import { makeWorkbook } from '../support/make-workbook.js';
import { readWorkbook } from '../support/read-workbook.js';
import { type System, startSystem } from '../support/system.js';

const BUSINESS = builtBusiness('permitted-business');
const CLAIMS = JSON.stringify({ export: true, unit: '北' });
const claims = Buffer.from(CLAIMS).toString('latin1');
const STRANGER = { owner: 'stan', headers: { 'x-claims': claims } };
const READER = { owner: 'rita', headers: { 'x-tenant': 'acme' } };
const CLERK = { owner: 'clara', headers: { 'x-tenant': 'acme', 'x-claims': claims } };
const HR = { owner: 'hilde', headers: { ...CLERK.headers, 'x-role': 'hr' } };

describe('permissions', () => {
  let system: System;
  beforeAll(async () => {
    const env = { BUSINESS };
    system = await startSystem({ databaseUrl: inject('databaseUrl'), env });
  });
  afterAll(() => system?.stop());

  const typesOf = async (caller: object) =>
    (await system.call<{ items: TypeInfo[] }>('/api/types', caller)).body.items;
  const rowsFor = (caller: object) =>
    system.call<{ items: Record<string, unknown>[] } & Problem>('/api/types/salaries/rows', {
      ...caller,
      json: {},
    });
  const exported = async (caller: typeof CLERK, format = 'xlsx') => {
    const { body } = await system.registerExport({ type: 'salaries', format }, caller);
    const { url } = await system.finished(body.taskId, caller);
    const response = await fetch(system.url + url);
    const record = await system.record(body.taskId, caller);
    return { bytes: new Uint8Array(await response.arrayBuffer()), record };
  };

  test('a type that a caller may not see is answered as one that does not exist', async () => {
    const names = (types: readonly TypeInfo[]) => types.map(({ type }) => type);
    expect(names(await typesOf(STRANGER))).toEqual(['open']);
    for (const type of ['salaries', 'nothing']) {
      const asked = [
        await system.registerExport({ type }, STRANGER),
        await system.registerImport(type, { name: 'a.csv', bytes: Buffer.from('a') }, STRANGER),
        await system.call<Problem>(`/api/types/${type}/template`, STRANGER),
        await system.call<Problem>(`/api/types/${type}/rows`, { ...STRANGER, json: {} }),
      ];
      expect(asked.map(({ status, body }) => `${status} ${body.code}`)).toEqual([
        '422 unknown_type',
        '422 unknown_type',
        '404 not_found',
        '422 unknown_type',
      ]);
    }
    expect((await system.call<TaskList>('/api/tasks', STRANGER)).body.items).toEqual([]);
  });

  test('who may only see a type reads it, and starts nothing', async () => {
    const [open, ...salaries] = (await typesOf(READER)).sort((a, b) => (a.type < b.type ? -1 : 1));
    expect([open?.mayStart, ...salaries.map(({ mayStart }) => mayStart)]).toEqual([
      true,
      false,
      false,
    ]);
    expect((await rowsFor(READER)).status).toBe(200);
    const refused = { status: 403, body: { code: 'type_not_allowed' } };
    expect(await system.registerExport({ type: 'salaries' }, READER)).toMatchObject(refused);
    const file = { name: 'a.csv', bytes: Buffer.from('name,Salary\na,1\n') };
    expect(await system.registerImport('salaries', file, READER)).toMatchObject(refused);
  });

  test('an executor is told its caller: owner, role, tenant and claims', async () => {
    const { items } = (await rowsFor(HR)).body;
    expect(items[0]?.name).toBe(`hilde hr acme ${CLAIMS}`);
    const { bytes } = await exported(HR, 'csv');
    expect(new TextDecoder().decode(bytes)).toContain('hilde hr acme');
  });

  test('a masked column shows a sign in every cell, and a notice says so', async () => {
    const salary = (await typesOf(CLERK)).find(
      ({ type, kind }) => `${kind} ${type}` === 'export salaries',
    );
    expect(salary?.columns.map(({ isMasked }) => isMasked)).toEqual([false, true]);
    expect((await rowsFor(CLERK)).body.items.map((row) => row.salary)).toEqual(['•••', '•••']);
    const { bytes, record } = await exported(CLERK);
    const { rows } = await readWorkbook(bytes);
    expect(rows.map(([, value]) => value)).toEqual(['Salary', '•••', '•••']);
    expect(record.notices).toMatchObject([
      { code: 'columns_masked', values: { count: 1, columns: 'Salary', sign: '•••' } },
    ]);
  });

  test('who may see the values gets them, without a notice', async () => {
    const { bytes, record } = await exported(HR);
    const { rows } = await readWorkbook(bytes);
    expect(rows.map(([, value]) => value ?? null)).toEqual(['Salary', '4711', null]);
    expect(record.notices).toEqual([]);
  });

  test('an import refuses the sign of a masked value, which would overwrite the value', async () => {
    const bytes = await makeWorkbook([
      ['name', 'Salary'],
      ['ann', '4711'],
      ['bob', '•••'],
    ]);
    const { body } = await system.registerImport('salaries', { name: 'a.xlsx', bytes }, CLERK);
    await system.finished(body.taskId, CLERK);
    const record = await system.record(body.taskId, CLERK);
    expect(record).toMatchObject({ phase: 'partial', counts: { succeeded: 1, failed: 1 } });
    const { issuesUrl } = await system.status({ taskId: body.taskId }, CLERK);
    const response = await fetch(system.url + issuesUrl);
    const { rows } = await readWorkbook(new Uint8Array(await response.arrayBuffer()));
    expect(JSON.stringify(rows.at(-1))).toContain('in place of a value that was masked');
  });

  test('who lost the right runs nothing again, and gets no file by the ledger', async () => {
    const { record } = await exported(CLERK);
    const lost = { owner: CLERK.owner, headers: { 'x-tenant': 'acme' } };
    const retry = await system.call<Problem>(`/api/tasks/${record.taskId}/retry`, {
      ...lost,
      json: {},
    });
    expect(retry).toMatchObject({ status: 403, body: { code: 'type_not_allowed' } });
    const result = (caller: object) =>
      system.call<Problem & LedgerRecord>(`/api/tasks/${record.taskId}/result`, caller);
    expect((await result(lost)).status).toBe(302);
    expect(await result({ owner: CLERK.owner })).toMatchObject({
      status: 404,
      body: { code: 'result_not_found' },
    });
  });
});

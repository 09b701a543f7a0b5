/**
 * Uploads that are malformed, broken off, refused or too many: each is answered, and none leaves a
 * slot, a file or a dead process.
 */
import { request } from 'node:http';
import { waitUntil } from '@longshore/infra';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { makeWorkbook } from '../support/make-workbook.js';
import { type System, startSystem } from '../support/system.js';

const BOUNDARY = 'x'.repeat(30);
const MEBIBYTE = 1024 * 1024;

let system: System;
beforeAll(async () => {
  system = await startSystem({
    databaseUrl: inject('databaseUrl'),
    workers: 0,
    env: { SHOP_ORDERS: '10', UPLOAD_MAX_BYTES: String(4 * MEBIBYTE) },
  });
});
afterAll(() => system?.stop());

const field = (name: string, value: string) =>
  `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const file = (name: string, content: string) =>
  `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"; filename="a.xlsx"\r\n\r\n${content}\r\n`;
const BAD_PART = `--${BOUNDARY}\r\nnot a header\r\n\r\nx\r\n`;
const END = `--${BOUNDARY}--\r\n`;

const post = (body: string, type = `multipart/form-data; boundary=${BOUNDARY}`, owner = 'sender') =>
  system.call<{ code: string; detail: string }>('/api/registerImportTask', {
    owner,
    body,
    headers: { 'content-type': type },
  });

test.each([
  [
    'a file under another name',
    field('type', 'products') + file('other', 'PK') + END,
    422,
    'file_required',
  ],
  ['no closing boundary', field('type', 'products') + file('file', 'PK'), 400, 'invalid_request'],
  [
    'two malformed part headers',
    `${field('type', 'products')}${BAD_PART}${BAD_PART}${END}`,
    400,
    'invalid_request',
  ],
  [
    'many malformed part headers around a file',
    `${BAD_PART.repeat(50)}${field('type', 'products')}${file('file', 'PK')}${BAD_PART.repeat(50)}${END}`,
    400,
    'invalid_request',
  ],
  [
    'two files',
    field('type', 'products') + file('file', 'PK') + file('file', 'PK') + END,
    400,
    'invalid_request',
  ],
  [
    'a field after the file',
    field('type', 'products') + file('file', 'PK') + field('options', '{}') + END,
    400,
    'invalid_request',
  ],
  [
    'options that are not JSON',
    field('type', 'products') + field('options', '{') + file('file', 'PK') + END,
    422,
    'invalid_params',
  ],
  [
    'an unknown field',
    field('type', 'products') + field('tpye', 'x') + file('file', 'PK') + END,
    422,
    'invalid_params',
  ],
  ['no type', file('file', 'PK') + END, 422, 'invalid_params'],
  ['nothing', END, 422, 'file_required'],
])('%s', async (_what, body, status, code) => {
  expect(await post(body)).toMatchObject({ status, body: { code } });
  expect(
    await system.status({ kind: 'import', type: 'products' }, { owner: 'sender' }),
  ).toMatchObject({ status: 0 });
  await waitUntil(() => system.storedFiles().length === 0, { what: 'the upload to be removed' });
});

test('a form without a boundary', async () => {
  expect(await post(END, 'multipart/form-data')).toMatchObject({
    status: 400,
    body: { code: 'invalid_request' },
  });
});

test('a second upload while one is live is read to its end and told who holds the slot', async () => {
  const bytes = await makeWorkbook([['商品编码']]);
  const first = await system.registerImport(
    'products',
    { name: 'a.xlsx', bytes },
    { owner: 'twice' },
  );
  expect(first.status).toBe(202);
  const second = await system.registerImport(
    'products',
    { name: 'b.xlsx', bytes: new Uint8Array(3 * MEBIBYTE) },
    { owner: 'twice' },
  );
  expect(second).toMatchObject({
    status: 200,
    body: { state: false, taskId: first.body.taskId, sameParams: true },
  });
  expect(system.storedFiles()).toHaveLength(1);
  await system.call('/api/clearTaskInfo', { owner: 'twice', json: { taskId: first.body.taskId } });
});

test('a long name is shortened and keeps its ending', async () => {
  const { body } = await system.registerImport(
    'retail',
    { name: `${'订'.repeat(200)}.xlsx`, bytes: await makeWorkbook([['x']]) },
    { owner: 'long' },
  );
  const { upload } = await system.record(body.taskId, { owner: 'long' });
  expect(upload?.name).toMatch(/^订{40}\.xlsx$/);
});

test('an upload that breaks off leaves no slot and no file', async () => {
  const before = system.storedFiles().length;
  const { hostname, port } = new URL(system.url);
  const headers = {
    'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
    'content-length': '3000000',
    'x-owner': 'gone',
  };
  const upload = request({
    hostname,
    port,
    method: 'POST',
    path: '/api/registerImportTask',
    headers,
  });
  upload.on('error', () => {}); // it is cut off on purpose
  upload.write(field('type', 'products') + file('file', ''));
  upload.write(Buffer.alloc(MEBIBYTE, 'text,'));
  await waitUntil(() => system.storedFiles().length > before, { what: 'the upload to arrive' });
  upload.destroy();
  await waitUntil(() => system.storedFiles().length === before, { what: 'the file to be removed' });
  expect(
    await system.status({ kind: 'import', type: 'products' }, { owner: 'gone' }),
  ).toMatchObject({ status: 0 });
});

test('after all that the process is the one that was started', async () => {
  expect(await Promise.race([system.api.exited, Promise.resolve('alive')])).toBe('alive');
  expect((await fetch(`${system.url}/healthz`)).status).toBe(200);
  expect(system.api.lines.filter(({ level }) => (level ?? 0) >= 60)).toEqual([]);
});

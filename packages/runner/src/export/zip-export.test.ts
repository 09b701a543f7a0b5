/** Exports to an archive of workbooks. */
import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { defineExport, labels } from '@longshore/executors';
import { bytesSource, type Cell, openZip, readBook } from '@longshore/workbook';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { startServices, type TestServices } from '../../test/start-services.js';
import { runAttempt } from '../run-attempt.js';

const row = z.object({
  id: z.int(),
  state: labels({ 1: { en: 'On/off', zh: '开' }, 2: { en: 'Paid', zh: '已付' } }),
  salary: z.string().meta({ mask: () => true }),
});
const title = { en: 'Orders', zh: '订单' };
const numbers = { type: 'numbers', title, row } as const;
async function* some(count: number) {
  for (let from = 1; from <= count; from += 700)
    yield Array.from({ length: Math.min(700, count - from + 1) }, (_, i) => ({
      id: from + i,
      state: from + i <= 600 || from + i > 1_300 ? (1 as const) : (2 as const),
      salary: `${from + i}`,
    }));
}
const plain = defineExport({ ...numbers, rows: () => some(1_500) });
const byState = defineExport({
  ...numbers,
  type: 'by-state',
  fileBy: 'state',
  rows: () => some(1_500),
});
const secret = defineExport({
  ...numbers,
  type: 'secret',
  fileBy: 'salary',
  rows: () => some(3),
});
const many = defineExport({
  ...numbers,
  type: 'many',
  rows: () => Object.assign(some(1_500), { count: async () => 1_500 }),
});
const none = defineExport({ ...numbers, type: 'none', fileBy: 'state', rows: () => some(0) });

let services: TestServices;
beforeAll(async () => {
  services = await startServices([plain, byState, secret, many, none]);
});
afterAll(() => services?.close());

async function exported(type: string, asked: object = {}) {
  const { taskId } = await services.register({
    kind: 'export',
    type,
    params: {},
    format: 'zip',
    fileName: '一月',
    ...asked,
  });
  await runAttempt({ taskId, worker: 'test', signal: new AbortController().signal }, services);
  const record = await services.tasks.record(taskId);
  if (record?.result == null) return { record, bytes: Buffer.alloc(0), files: [] };
  const bytes = await buffer(await services.store.read(record.result.key));
  const files: { name: string; rows: Cell[][] }[] = [];
  for (const { name, bytes: pieces } of await openZip(bytesSource(bytes))) {
    const [sheet] = (await readBook(bytesSource(await buffer(pieces())))).sheets;
    const rows: Cell[][] = [];
    for await (const batch of sheet?.rows() ?? []) rows.push(...batch.rows);
    files.push({ name, rows });
  }
  return { record, bytes, files };
}

const idsOf = (rows: readonly Cell[][]) => rows.slice(1).map(([id]) => id);

test('workbooks have at most so many rows, each once and in order', async () => {
  const { record, bytes, files } = await exported('numbers', { rowsPerFile: 600, manifest: true });
  expect(record).toMatchObject({ phase: 'succeeded', counts: { total: 1_500, succeeded: 1_500 } });
  expect(record?.result?.name).toBe('一月.zip');
  expect(files.map(({ name, rows }) => [name, rows.length])).toEqual([
    ['一月 1.xlsx', 601],
    ['一月 2.xlsx', 601],
    ['一月 3.xlsx', 301],
  ]);
  expect(files.flatMap(({ rows }) => idsOf(rows))).toEqual(
    Array.from({ length: 1_500 }, (_, i) => i + 1),
  );
  // its name is in UTF-8, and says so: bit 11 of the flags (APPNOTE.TXT 4.4.4)
  expect(bytes.readUInt16LE(6) & 0x800).toBe(0x800);
  const manifest = await services.store.read(record?.result?.manifest?.key ?? '');
  expect(JSON.parse((await buffer(manifest)).toString())).toMatchObject({
    rows: 1_500,
    file: { sha256: createHash('sha256').update(bytes).digest('hex') },
  });
});

test('a column of the type names them, also where the file does not show it', async () => {
  const { files } = await exported('by-state', { columns: ['id'] });
  expect(files.map(({ name, rows }) => [name, rows[0], rows.length])).toEqual([
    ['一月 On_off.xlsx', ['id'], 601],
    ['一月 Paid.xlsx', ['id'], 701],
    ['一月 On_off (2).xlsx', ['id'], 201],
  ]);
});

test('a column that is masked for the caller tells nothing by names', async () => {
  const { files } = await exported('secret');
  expect(files.map(({ name, rows }) => [name, rows.length])).toEqual([['一月 •••.xlsx', 4]]);
});

test('without rows there is one workbook with its header', async () => {
  const { files } = await exported('none');
  expect(files.map(({ rows }) => rows)).toEqual([[['id', 'state', 'salary']]]);
});

test('more files than an archive should have are refused', async () => {
  const { record } = await exported('many', { rowsPerFile: 1 });
  expect(record?.error).toMatchObject({ code: 'too_many_files', values: { maxFiles: 1_000 } });
  expect(
    (await services.storedKeys()).filter((key) => key.includes(record?.taskId ?? '-')),
  ).toEqual([]);
});

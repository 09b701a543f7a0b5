/** Exports to an archive of workbooks. */
import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { defineExport, labels } from '@longshore/executors';
import { AttemptStop } from '@longshore/tasks';
import { bytesSource, type Cell, openZip, readBook, writeXlsx } from '@longshore/workbook';
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
/** Set by a test: hears that the first page was taken. */
let onFirstPage: (() => void) | null = null;
async function* disturbed() {
  for await (const page of some(1_500)) {
    yield page;
    const once = onFirstPage;
    onFirstPage = null;
    once?.();
  }
}
const stopped = defineExport({ ...numbers, type: 'stopped', rows: () => disturbed() });
const onPaper = defineExport({
  ...numbers,
  type: 'on-paper',
  rows: () => disturbed(),
  template: () => buffer(writeXlsx([{ name: 'Paper', columns: [{ header: 'Us' }], rows: [] }])),
});
const none = defineExport({ ...numbers, type: 'none', fileBy: 'state', rows: () => some(0) });

let services: TestServices;
beforeAll(async () => {
  services = await startServices([plain, byState, secret, many, none, stopped, onPaper]);
});
afterAll(() => services?.close());

async function register(type: string, asked: object = {}) {
  const whole = { kind: 'export', type, params: {}, format: 'zip', fileName: '一月' } as const;
  const { taskId } = await services.register({ ...whole, ...asked });
  return taskId;
}
const run = (taskId: string, signal = new AbortController().signal) =>
  runAttempt({ taskId, worker: 'test', signal }, services);

async function exported(type: string, asked: object = {}) {
  const taskId = await register(type, asked);
  await run(taskId);
  return result(taskId);
}

async function result(taskId: string) {
  const record = await services.tasks.record(taskId);
  if (record?.result == null) return { record, bytes: Buffer.alloc(0), files: [] };
  const bytes = await buffer(await services.store.read(record.result.key));
  const files: { name: string; rows: Cell[][] }[] = [];
  if (record.result.name.endsWith('.xlsx'))
    return { record, bytes, files: [{ name: record.result.name, rows: await rowsOf(bytes) }] };
  for (const { name, bytes: pieces } of await openZip(bytesSource(bytes)))
    files.push({ name, rows: await rowsOf(await buffer(pieces())) });
  return { record, bytes, files };
}

async function rowsOf(bytes: Buffer): Promise<Cell[][]> {
  const [sheet] = (await readBook(bytesSource(bytes))).sheets;
  const rows: Cell[][] = [];
  for await (const batch of sheet?.rows() ?? []) rows.push(...batch.rows);
  return rows;
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

test.each([
  ['to zip', 'stopped', { rowsPerFile: 600 }],
  ['into a template', 'on-paper', { format: 'xlsx' }],
])(
  'an export %s that is taken over has each row once, and nothing is left',
  async (_, type, asked) => {
    const undisturbed = await exported(type, asked);
    const taskId = await register(type, asked);
    const shutdown = new AbortController();
    onFirstPage = () => shutdown.abort(new AttemptStop('shutdown'));
    expect(await run(taskId, shutdown.signal)).toBe('handed-back');
    expect(await run(taskId)).toBe('done');
    const { record, files } = await result(taskId);
    expect(record).toMatchObject({ attempt: 2, counts: { total: 1_500, succeeded: 1_500 } });
    expect(files).toEqual(undisturbed.files);
    expect(files.flatMap(({ rows }) => rows).length).toBe(1_500 + (type === 'stopped' ? 3 : 2));
    expect((await services.storedKeys()).filter((key) => key.includes(taskId))).toEqual([
      record?.result?.key,
    ]);
  },
);

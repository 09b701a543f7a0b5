/** Files that other systems drop, on a real store, Redis and PostgreSQL. */
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { AppError } from '@longshore/contract';
import { defineImport, watchRoutine } from '@longshore/executors';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { startServices, type TestServices } from '../../test/start-services.js';
import { runAttempt } from '../run-attempt.js';
import { importDropped } from './import-dropped.js';

const saved: number[] = [];
const products = defineImport({
  type: 'products',
  title: { en: 'Products', zh: '商品' },
  row: z.object({ id: z.int() }),
  save: (rows) => void saved.push(...rows.map(({ value }) => value.id)),
});
const FILES = {
  prefix: 'inbox/products',
  type: 'products',
  owner: 'erp',
  language: 'en',
  timeZone: 'UTC',
  quietMs: 0,
} as const;
const never = new AbortController().signal;

let services: TestServices;
beforeAll(async () => {
  services = await startServices([products]);
});
afterAll(() => services?.close());
beforeEach(() => {
  saved.length = 0;
});

const drop = (name: string, ids: readonly number[]) =>
  services.store.put(`inbox/products/${name}`, Readable.from([`id\n${ids.join('\n')}\n`]));
const look = (on: TestServices = services) => importDropped(FILES, never, on);
async function keysUnder(prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of services.store.list(prefix)) keys.push(key);
  return keys.sort();
}
/** Runs the import that the last look registered; its id. */
async function runImport(): Promise<string> {
  const { owner, type } = FILES;
  const taskId = await services.tasks.holder({ owner, kind: 'import', type });
  if (taskId === null) throw new Error('no import');
  await runAttempt({ taskId, worker: 'test', signal: never }, services);
  return taskId;
}

test('dropped files are imported one after the other, each once, and archived as they are', async () => {
  await drop('a.csv', [1, 2]);
  expect(await look()).toBe(1);
  await drop('b.csv', [3]);
  expect(await look()).toBe(0); // the first one is not imported yet
  const first = await runImport();
  expect(await services.tasks.record(first)).toMatchObject({
    owner: 'erp',
    phase: 'succeeded',
    upload: { name: 'a.csv' },
  });
  expect(await look()).toBe(1);
  expect(await runImport()).not.toBe(first);
  expect(await look()).toBe(0);
  expect(saved).toEqual([1, 2, 3]);
  expect(await keysUnder('inbox')).toEqual([]);
  const archived = await keysUnder('archive/inbox/products');
  expect(archived.map((key) => key.replace(/\d{8}T\d{9}Z/, 'TIME'))).toEqual([
    'archive/inbox/products/TIME-a.csv',
    'archive/inbox/products/TIME-b.csv',
  ]);
  expect(await text(await services.store.read(archived[0] ?? ''))).toBe('id\n1\n2\n');
});

test.each(['register', 'remove'] as const)(
  'a worker that dies before it can %s leaves a file that is taken once',
  async (step) => {
    await drop(`${step}.csv`, [7]);
    const die = async () => {
      throw new Error('killed');
    };
    const dying: TestServices = {
      ...services,
      ...(step === 'register'
        ? { tasks: { ...services.tasks, register: die } }
        : { store: { ...services.store, remove: die } }),
    };
    await expect(look(dying)).rejects.toThrow(`inbox/products/${step}.csv`);
    expect(await look()).toBe(1);
    await runImport();
    expect(await look()).toBe(0);
    expect(saved).toEqual([7]);
    expect(await keysUnder('inbox')).toEqual([]);
  },
);

test('a file that cannot be taken is named, after the others were taken', async () => {
  const names = async function* () {
    const at = { sizeBytes: 5, modifiedAt: new Date(0) };
    yield { key: 'inbox/products/', ...at, sizeBytes: 0 };
    yield { key: 'inbox/products/价格.csv', ...at };
    yield* services.store.list('inbox/products');
  };
  await drop('good.csv', [4]);
  const odd = { ...services, store: { ...services.store, list: names } };
  await expect(look(odd)).rejects.toThrow(/: inbox\/products\/价格\.csv$/);
  await runImport();
  expect(saved).toEqual([4]);
});

test('an outage ends the run as one that is tried again', async () => {
  await drop('later.csv', [6]);
  const away = async () => {
    throw new AppError('redis_unavailable');
  };
  const tasks = { ...services.tasks, register: away };
  await expect(look({ ...services, tasks })).rejects.toMatchObject({ retryable: true });
  expect(await look()).toBe(1);
  await runImport();
  expect(saved).toEqual([6]);
});

test('a name that comes again is another file; one that may still be written waits', async () => {
  for (const ids of [[8], [9]]) {
    await drop('daily.csv', ids);
    expect(await importDropped({ ...FILES, quietMs: 3_600_000 }, never, services)).toBe(0);
    expect(await look()).toBe(1);
    await runImport();
  }
  expect(saved).toEqual([8, 9]);
});

test('a file that another one replaces while it is read is left to the next run', async () => {
  await drop('live.csv', [10]);
  const { read } = services.store;
  const replacing: typeof read = async (key, ...rest) => {
    if (key.startsWith('inbox/')) await drop('live.csv', [11]);
    return read(key, ...rest);
  };
  const store = { ...services.store, read: replacing };
  expect(await look({ ...services, store })).toBe(0);
  expect(await look()).toBe(1);
  await runImport();
  expect(await look()).toBe(0);
  expect(saved).toEqual([11]);
});

test('a folder of the task centre itself is not watched', () => {
  const watch = (prefix: string) => () =>
    watchRoutine(products, { prefix, owner: 'erp', cron: '* * * * *' });
  expect(watch('inbox/products')()).toMatchObject({ type: 'watch-products', cron: '* * * * *' });
  for (const prefix of ['uploads', 'archive/x', '', '/', '../x'])
    expect(watch(prefix)).toThrow(/watchRoutine: prefix/);
});

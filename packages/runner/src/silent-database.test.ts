/** A database that falls silent in the middle of a run, without an end of its connections. */
import { Readable } from 'node:stream';
import { type SilentNetwork, startSilentNetwork } from '@longshore/database/conformance';
import { defineExport, defineImport } from '@longshore/executors';
import { type Task, uploadKey } from '@longshore/tasks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { startServices, type TestServices } from '../test/start-services.js';
import { runAttempt } from './run-attempt.js';

const title = { en: 'Things', zh: '物' };
const row = z.object({ name: z.string() });
const statementTimeoutMs = 1_000;

/** Called once, in the middle of the first attempt. */
let midway = () => {};
const once = (act: () => void) => {
  midway = () => {
    midway = () => {};
    act();
  };
};

const slowExport = defineExport({
  type: 'things',
  title,
  row,
  statementTimeoutMs,
  async *rows(_query, { db }) {
    yield await db.query<{ name: string }>('SELECT name FROM saved');
    midway();
    yield await db.query<{ name: string }>('SELECT name FROM saved');
  },
});
const slowImport = defineImport({
  type: 'things',
  title,
  row,
  statementTimeoutMs,
  chunkRows: 2,
  async *parse() {
    yield { rows: [['name'], ['a'], ['b'], ['c'], ['d']], numbers: [1, 2, 3, 4, 5] };
  },
  save: async (rows, { tx }) => {
    if (rows[0]?.value.name === 'c') midway();
    for (const { value } of rows) await tx.query('INSERT INTO saved VALUES ($1)', [value.name]);
  },
});

let network: SilentNetwork;
let services: TestServices;
beforeAll(async () => {
  services = await startServices([slowExport, slowImport], async (url) => {
    network = await startSilentNetwork(url);
    return { url: network.url, chunkIdleTimeoutMs: 500 };
  });
  await services.database.query('CREATE TABLE saved (name text)');
});
afterAll(async () => {
  await network?.close();
  await services?.close();
});

const run = ({ taskId }: Task) =>
  runAttempt({ taskId, worker: 'test', signal: new AbortController().signal }, services);
const recordOf = ({ taskId }: Task) => services.tasks.record(taskId);

test('an import: the attempt ends, another one goes on, and each row is saved once', async () => {
  const key = uploadKey(services.tasks.newTaskId('someone'));
  await services.store.put(key, Readable.from(['anything']));
  const upload = { key, name: 'things.bin', sizeBytes: 8 };
  const task = await services.register({ kind: 'import', type: 'things', options: {}, upload });
  once(() => network.fallSilent());
  expect(await run(task)).toMatchObject({ retryInMs: expect.any(Number) });
  expect(await recordOf(task)).toMatchObject({ error: { code: 'database_unavailable' } });
  network.fallSilent(Infinity);
  expect(await run(task)).toBe('done');
  expect(await recordOf(task)).toMatchObject({ phase: 'succeeded', counts: { succeeded: 4 } });
  const saved = await services.database.query('SELECT name FROM saved ORDER BY name');
  expect(saved).toEqual(['a', 'b', 'c', 'd'].map((name) => ({ name })));
});

test('an export: the attempt ends, and another one writes the whole file', async () => {
  const task = await services.register({
    kind: 'export',
    type: 'things',
    params: {},
    format: 'csv',
    fileName: null,
  });
  once(() => network.fallSilent());
  expect(await run(task)).toMatchObject({ retryInMs: expect.any(Number) });
  network.fallSilent(Infinity);
  expect(await run(task)).toBe('done');
  expect(await recordOf(task)).toMatchObject({ phase: 'succeeded', counts: { succeeded: 8 } });
});

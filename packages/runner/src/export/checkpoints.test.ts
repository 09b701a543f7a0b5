/** An export goes on where an earlier attempt stood, on a real S3 server and on the disk. */
import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { AppError } from '@longshore/contract';
import { defineExport } from '@longshore/executors';
import { keyset, sql } from '@longshore/postgres';
import { createS3Store, type KeptBytes, type ObjectStore } from '@longshore/storage';
import { AttemptStop, attemptPrefix, type Task } from '@longshore/tasks';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import * as z from 'zod';
import { startServices, type TestServices } from '../../test/start-services.js';
import { runAttempt } from '../run-attempt.js';
import type { RunServices } from '../run-services.js';

/** Texts that hardly get smaller: 30,000 rows are some 17 MiB of workbook. */
const ROWS = 30_000;
const row = z.object({ id: z.number(), text: z.string(), at: z.date() });
const title = { en: 'Things', zh: '事物' };
const query = sql`SELECT id, text, at FROM thing`;
const things = defineExport({
  type: 'things',
  title,
  row,
  rows: (_query, { db }) => keyset<z.output<typeof row>>(db, { query, orderBy: ['id'] }),
});
/** The same rows under other headers. */
const renamed = defineExport({
  type: 'things',
  title,
  row: row.extend({ text: z.string().meta({ header: 'Words' }) }),
  rows: (_query, { db }) => keyset<z.output<typeof row>>(db, { query, orderBy: ['id'] }),
});

let services: TestServices;
beforeAll(async () => {
  services = await startServices([things]);
  await services.database.query(
    'CREATE TABLE thing (id integer PRIMARY KEY, text text, at timestamptz)',
  );
  await services.database.query(
    `INSERT INTO thing SELECT i, (SELECT string_agg(md5((i * 100 + j)::text), '') FROM generate_series(1, 32) j),
       '2026-01-01'::timestamptz + i * interval '1 minute' FROM generate_series(1, ${ROWS}) i`,
  );
}, 120_000);
afterAll(() => services?.close());

const server = inject('s3');
const bucket = `runner-${randomUUID()}`;
const STORES: readonly (readonly [string, () => ObjectStore])[] = [
  ['disk', () => services.store],
  ...(server === null ? [] : [['S3', () => createS3Store({ ...server, bucket })] as const]),
];

describe.each(STORES)('on %s', (_name, open) => {
  let all: RunServices;
  beforeAll(async () => {
    all = { ...services, store: open() };
    await all.store.ready();
  });

  describe.each(['xlsx', 'csv'] as const)('an export to %s', (format) => {
    const register = () =>
      services.register({ kind: 'export', type: 'things', params: {}, format, fileName: null });
    let whole: Buffer;
    beforeAll(async () => {
      const task = await register();
      await run(task, all);
      whole = await resultOf(task, all.store);
    }, 120_000);

    test('that was handed back goes on, to the same bytes', { timeout: 120_000 }, async () => {
      const task = await register();
      expect(await untilCheckpoint(task, all)).toBe('handed-back');
      const read = countingRows(all);
      expect(await run(task, read.services)).toBe('done');
      expect((await resultOf(task, all.store)).equals(whole)).toBe(true);
      const { notices, counts } = await recordOf(task);
      const before = Number(notices[0]?.values.rows);
      expect(notices).toMatchObject([{ code: 'export_taken_up' }]);
      expect(before).toBeGreaterThanOrEqual(5_000);
      expect(counts).toMatchObject({ total: ROWS, succeeded: ROWS });
      if (format === 'csv') expect(read.rows()).toBe(ROWS - before);
      await expectOnlyResult(task, 2);
    });

    test('that is stopped again and again ends all the same', { timeout: 120_000 }, async () => {
      const task = await register();
      // a store decides how many borders an attempt passes before it hears of the first
      let attempts = 1;
      while ((await untilCheckpoint(task, all)) === 'handed-back') attempts += 1;
      expect(attempts).toBeGreaterThan(1);
      expect((await resultOf(task, all.store)).equals(whole)).toBe(true);
      await expectOnlyResult(task, attempts);
    });

    test('is not damaged by the attempt that was thought dead', { timeout: 120_000 }, async () => {
      const task = await register();
      const gate = gatedStore(all.store);
      const zombie = run(task, { ...all, ...deaf(all, gate.stop), store: gate.store });
      await gate.stopped;
      expect(await run(task, all)).toBe('done');
      gate.open();
      await zombie;
      expect((await recordOf(task)).phase).toBe('succeeded');
      expect((await resultOf(task, all.store)).equals(whole)).toBe(true);
      await expectOnlyResult(task, 2);
    });

    test('starts anew when the bytes are gone', { timeout: 120_000 }, async () => {
      const task = await register();
      await untilCheckpoint(task, all);
      await all.store.removeAll(attemptPrefix({ ...task, attempt: 1 }));
      expect(await run(task, all)).toBe('done');
      expect((await resultOf(task, all.store)).equals(whole)).toBe(true);
      expect((await recordOf(task)).notices).toEqual([]);
    });

    test('starts anew when the store does not hand them out', { timeout: 120_000 }, async () => {
      const task = await register();
      await untilCheckpoint(task, all);
      const readKept = () => Promise.reject(new AppError('store_unavailable', { retryable: true }));
      expect(await run(task, { ...all, store: { ...all.store, readKept } })).toBe('done');
      expect((await resultOf(task, all.store)).equals(whole)).toBe(true);
      await expectOnlyResult(task, 2);
    });

    test('leaves nothing when it is cancelled while it waits', { timeout: 120_000 }, async () => {
      const task = await register();
      await untilCheckpoint(task, all);
      await services.tasks.cancel(task.taskId);
      expect(await run(task, all)).toBe('done');
      await expectNothing(task);
    });
  });

  test('starts anew under another definition', { timeout: 120_000 }, async () => {
    const asked = { type: 'things', params: {}, format: 'csv', fileName: null } as const;
    const task = await services.register({ kind: 'export', ...asked });
    await untilCheckpoint(task, all);
    const find = () => renamed as never;
    await run(task, { ...all, business: { ...all.business, find } });
    const bytes = await resultOf(task, all.store);
    expect(bytes.toString('utf8', 0, 20)).toContain('id,Words,at');
    expect(bytes.toString().trimEnd().split('\r\n')).toHaveLength(1 + ROWS);
    expect((await recordOf(task)).notices).toEqual([]);
  });

  test('says which rows are of a later time', { timeout: 120_000 }, async () => {
    const asked = { type: 'things', params: {}, format: 'csv', fileName: null } as const;
    const task = await services.register({ kind: 'export', ...asked, timeZone: 'Asia/Shanghai' });
    await untilCheckpoint(task, all);
    const { database } = services;
    await database.query('DELETE FROM thing WHERE id IN (1, $1)', [ROWS]);
    await database.query(`INSERT INTO thing VALUES ($1, 'new', '2026-01-01')`, [ROWS + 1]);
    try {
      await run(task, all);
    } finally {
      await database.query(`UPDATE thing SET id = 1 WHERE text = 'new'`);
      await database.query(
        `INSERT INTO thing SELECT $1, text, at FROM thing WHERE id = 2 ON CONFLICT DO NOTHING`,
        [ROWS],
      );
    }
    const lines = (await resultOf(task, all.store)).toString().trimEnd().split('\r\n');
    const ids = lines.slice(1).map((line) => Number(line.split(',')[0]));
    const expected = Array.from({ length: ROWS + 1 }, (_, i) => i + 1);
    expect(ids).toEqual(expected.filter((id) => id !== ROWS));
    const { notices, attempts } = await recordOf(task);
    const startedAt = Date.parse(attempts[1]?.startedAt ?? '') + 8 * 3_600_000;
    const time = new Date(startedAt).toISOString().slice(0, 16).replace('T', ' ');
    expect(notices).toEqual([
      { code: 'export_taken_up', values: { rows: expect.any(Number), time } },
    ]);
  });

  async function expectOnlyResult(task: Task, attempt: number): Promise<void> {
    const prefix = attemptPrefix({ ...task, attempt });
    const { key } = (await recordOf(task)).result ?? { key: '' };
    expect(key.startsWith(prefix)).toBe(true);
    await expectFiles(task, [key]);
  }
  const expectNothing = (task: Task) => expectFiles(task, []);
  async function expectFiles({ taskId }: Task, keys: string[]): Promise<void> {
    const found: string[] = [];
    for await (const { key } of all.store.list(`results/${taskId}`)) found.push(key);
    expect(found).toEqual(keys);
    for (const kept of told.filter(({ key }) => key.includes(taskId)))
      expect(await all.store.readKept(kept, 1)).toBeNull();
  }
});

const never = new AbortController().signal;
const run = ({ taskId }: Task, all: RunServices, signal = never) =>
  runAttempt({ taskId, worker: 'test', signal }, all);

/** The unfinished puts that checkpoints told of. */
const told: KeptBytes[] = [];

/** Hears of each checkpoint, and once it is kept. */
function listening(
  { tasks }: RunServices,
  onReached: () => void,
  onKept: () => void,
): RunServices['tasks'] {
  return {
    ...tasks,
    checkpoint: async (attempt, text) => {
      told.push((JSON.parse(text) as { kept: KeptBytes }).kept);
      onReached();
      const isTaken = await tasks.checkpoint(attempt, text);
      onKept();
      return isTaken;
    },
  };
}

/** An attempt whose worker shuts down as soon as a checkpoint is kept that was not there before. */
function untilCheckpoint(task: Task, all: RunServices) {
  const shutdown = new AbortController();
  const gate = gatedStore(all.store);
  const tasks = listening(all, gate.stop, () => shutdown.abort(new AttemptStop('shutdown')));
  return run(task, { ...all, tasks, store: gate.store }, shutdown.signal);
}

/** An attempt that hears nothing of a later one, and calls `then` at its first checkpoint. */
const deaf = (all: RunServices, then: () => void): Pick<RunServices, 'tasks'> => ({
  tasks: { ...listening(all, () => {}, then), progress: async () => 'go' },
});

/** A store whose puts stand still between `stop` and `open`. */
function gatedStore(store: ObjectStore) {
  const stopping = new EventEmitter();
  const stopped = once(stopping, 'stopped');
  const opened = once(stopping, 'opened');
  let isStopped = false;
  const gated = (source: Readable): Readable => {
    const through = new PassThrough();
    const closed = new Promise((resolve) => through.once('close', resolve));
    void (async () => {
      for await (const chunk of source) {
        if (isStopped) await Promise.race([opened, closed]);
        if (through.destroyed) return;
        const drained = new Promise((resolve) => through.once('drain', resolve));
        if (!through.write(chunk)) await Promise.race([drained, closed]);
      }
      through.end();
    })().catch((error: Error) => through.destroy(error));
    return through;
  };
  return {
    store: {
      ...store,
      put: (key, source, options) => store.put(key, gated(source), options),
    } satisfies ObjectStore as ObjectStore,
    stop: () => {
      isStopped = true;
      stopping.emit('stopped');
    },
    stopped,
    open: () => stopping.emit('opened'),
  };
}

/** Counts the rows that statements of an export return, except a count. */
function countingRows(all: RunServices) {
  let rows = 0;
  const database: typeof all.business.database = {
    ...all.business.database,
    bounded: () => database,
    read: (signal, work) =>
      all.business.database.read(signal, (db) =>
        work({
          ...db,
          query: async (text, values) => {
            const found = await db.query(text, values);
            if (!text.includes('row_count')) rows += found.length;
            return found as never;
          },
        }),
      ),
  };
  const business = { ...all.business, database };
  return { services: { ...all, business }, rows: () => rows };
}

async function recordOf({ taskId }: Task) {
  const record = await services.tasks.record(taskId);
  if (record === null) throw new Error('unreachable: a record outlives its task');
  return record;
}

async function resultOf(task: Task, store: ObjectStore): Promise<Buffer> {
  const { result, phase, error } = await recordOf(task);
  if (result === null) throw new Error(`the task is ${phase}: ${error?.message}`);
  return buffer(await store.read(result.key));
}

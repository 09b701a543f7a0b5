import { canMove, isLive } from '@longshore/contract';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { describeStore, type StoreTest, SUCCEEDED } from '../test/describe-store.js';
import { newTask } from '../test/new-task.js';
import { type ModelTask, TaskModel } from '../test/task-model.js';
import { lineKeys, slotKey, taskKeys } from './keys.js';
import type { AttemptRef, NewTask, TaskRecord } from './task.js';

const FAULT = { code: 'database_unavailable', message: 'no connection' };
const MAX_ATTEMPTS = 2;

/** Weighted so that tasks live long enough for several attempts. */
const name = fc.oneof(
  ...Object.entries({
    register: 3,
    claim: 8,
    progress: 3,
    settle: 2,
    retryLater: 4,
    waitOut: 3,
    handBack: 4,
    repeat: 3,
  }).map(often),
  ...Object.entries({ fail: 1, cancel: 1, clear: 1, clearFinished: 1, expire: 1 }).map(often),
);
function often([value, weight]: [string, number]) {
  return { arbitrary: fc.constant(value), weight };
}

/**
 * `which`: the task or run to act on, counted from the newest. `rows`: what a run says it has done.
 */
const operation = fc.record({
  name,
  which: fc.oneof({ arbitrary: fc.constant(0), weight: 3 }, fc.nat(4)),
  rows: fc.nat(50),
  total: fc.option(fc.nat(60)),
});
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

describeStore(
  'the store',
  (test) => {
    it('makes only legal moves and keeps every promise, in whatever order it is called', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(operation, { minLength: 10, maxLength: 40 }),
          async (operations) => {
            await play(operations, test);
          },
        ),
        { numRuns: 100 },
      );
    });
  },
  { maxAttempts: MAX_ATTEMPTS },
);

async function play(operations: readonly Operation[], test: StoreTest): Promise<void> {
  const model = new TaskModel(MAX_ATTEMPTS);
  const asked = newTask({ kind: 'import' });
  let before = new Map<string, TaskRecord>();
  for (const one of operations) {
    await act(one, { model, asked, test });
    const after = await records(model, test);
    for (const { taskId, phase } of model.tasks) {
      const record = after.get(taskId);
      expect(record?.phase).toBe(phase);
      if (record !== undefined) checkRecord(record, before.get(taskId));
    }
    await checkKeys({ model, asked, test });
    before = after;
  }
}

interface Game {
  readonly model: TaskModel;
  readonly asked: NewTask;
  readonly test: StoreTest;
}

/** Does one operation on store and model, and compares the answers. */
async function act({ name, which, ...said }: Operation, game: Game): Promise<void> {
  const { tasks, runs } = game.model;
  const task = tasks.at(-1 - (which % Math.max(tasks.length, 1)));
  const run = runs.at(-1 - (which % Math.max(runs.length, 1)));
  await onSlot[name]?.(game);
  if (task !== undefined) await onTask[name]?.(game, task);
  if (run !== undefined) await onRun[name]?.(game, { run, said, running: game.model.running(run) });
}

const onSlot: Readonly<Record<string, (game: Game) => Promise<void>>> = {
  register: async ({ model, asked, test: { store } }) => {
    const { current } = model;
    const expected = model.canRegister()
      ? { registered: true, replaced: current?.taskId ?? null }
      : { registered: false, taskId: current?.taskId };
    const registration = await store.register(asked);
    expect(registration).toMatchObject(expected);
    if (registration.registered) model.registered(registration.task.taskId);
  },
  clearFinished: async ({ model, asked, test: { store } }) => {
    const finished = model.current !== null && !isLive(model.current.phase) ? model.current : null;
    expect(await store.clearFinished(asked)).toBe(finished !== null && model.clear(finished));
  },
  expire: ({ model, test }) => passDeadline(model, test),
};

const onTask: Readonly<Record<string, (game: Game, task: ModelTask) => Promise<void>>> = {
  claim: async ({ model, test: { store } }, task) => {
    const claim = await store.claim(task.taskId, 'w');
    expect(claim.claimed ? 'claimed' : claim.reason === 'exhausted' ? 'exhausted' : 'refused').toBe(
      model.claim(task),
    );
  },
  cancel: async ({ model, test: { store } }, task) =>
    expect(await store.cancel(task.taskId)).toBe(model.end(task, 'cancelled')),
  fail: async ({ model, test: { store } }, task) =>
    expect(await store.fail(task.taskId, FAULT)).toBe(model.end(task, 'failed')),
  clear: async ({ model, test: { store } }, task) =>
    expect(await store.clear(task.taskId)).toBe(model.clear(task)),
  repeat: async ({ model, test: { store } }, task) => {
    const repeat = await store.repeat(task.taskId);
    expect(repeat.repeated ? 'repeated' : repeat.reason).toBe(model.repeat(task));
  },
};

/** `running`: the model's task, when the run is its newest attempt and goes on. */
interface RunAct {
  readonly run: AttemptRef;
  readonly said: Pick<Operation, 'rows' | 'total'>;
  readonly running: ModelTask | null;
}

const onRun: Readonly<Record<string, (game: Game, act: RunAct) => Promise<void>>> = {
  progress: async ({ test: { store } }, { run, said: { rows, total }, running }) => {
    const verdict = await store.progress(run, {
      total,
      succeeded: rows,
      failed: rows % 3,
      rowsPerSecond: null,
      etaMs: null,
    });
    expect(verdict === 'go').toBe(running !== null);
  },
  settle: async ({ model, test: { store } }, { run, said: { rows, total }, running }) => {
    const phase = rows % 2 === 0 ? 'partial' : 'succeeded';
    expect(
      await store.settle(
        run,
        { ...SUCCEEDED, phase, counts: { total, succeeded: rows, failed: 0 } },
        'all-attempts',
      ),
    ).toBe(running !== null || model.isAt(run, phase));
    if (running !== null) running.phase = phase;
  },
  retryLater: async ({ model, test: { store } }, { run, running }) => {
    const isExhausted = running?.spent === MAX_ATTEMPTS;
    const again = model.isAt(run, 'retrying') ? 'retrying' : null;
    const verdict = await store.retryLater(run, FAULT, 0);
    const expected = running === null ? again : isExhausted ? 'exhausted' : 'retrying';
    const isRefused = typeof verdict === 'string' && verdict !== 'retrying';
    expect(isRefused ? null : typeof verdict === 'string' ? verdict : 'exhausted').toBe(expected);
    if (running !== null && !isExhausted) running.phase = 'retrying';
  },
  waitOut: async ({ model, test: { store } }, { run, running }) => {
    const again = model.isAt(run, 'retrying') ? 'retrying' : null;
    const verdict = await store.waitOut(run, FAULT, 0);
    expect(verdict === 'retrying' ? verdict : null).toBe(running === null ? again : 'retrying');
    if (running !== null) Object.assign(running, { phase: 'retrying', spent: running.spent - 1 });
  },
  handBack: async ({ model, test: { store } }, { run, running }) => {
    const again = model.isAt(run, 'queued') && model.handedBack.has(run);
    expect(await store.handBack(run)).toBe(running !== null || again);
    if (running === null) return;
    Object.assign(running, { phase: 'queued', spent: running.spent - 1 });
    model.handedBack.add(run);
  },
};

/**
 * As if its time were over: Redis drops entity and slot by themselves, and a janitor may or may not
 * have been there.
 */
async function passDeadline(model: TaskModel, { redis, store }: StoreTest): Promise<void> {
  const task = model.current;
  if (task === null) return;
  const { entity, record, deadlines } = taskKeys(task.taskId);
  const past = Date.now() - 1;
  if (isLive(task.phase)) await redis.zadd(deadlines, past, task.taskId);
  await redis.hset(record, 'expiresAt', past);
  await redis.del((await redis.hget(record, 'slot')) ?? '', entity);
  model.expire();
  if (task.attempt % 2 === 0) await store.expire(task.taskId);
}

async function records(model: TaskModel, { store }: StoreTest): Promise<Map<string, TaskRecord>> {
  const found = await Promise.all(model.tasks.map(({ taskId }) => store.record(taskId)));
  return new Map(
    found.filter((record) => record !== null).map((record) => [record.taskId, record]),
  );
}

function checkRecord(
  { phase, counts, progress, attempts, attempt, finishedAt }: TaskRecord,
  before: TaskRecord | undefined,
): void {
  if (before !== undefined && before.phase !== phase)
    expect(canMove(before.phase, phase)).toBe(true);
  const done = counts.succeeded + counts.failed;
  expect(progress).toMatchObject({ done, total: counts.total });
  expect(
    counts.total === null ? counts.unprocessed : done + (counts.unprocessed ?? Number.NaN),
  ).toBe(counts.total);
  if (before !== undefined)
    expect(done).toBeGreaterThanOrEqual(before.counts.succeeded + before.counts.failed);
  expect(finishedAt === null).toBe(isLive(phase));
  const open = attempts.filter(({ outcome }) => outcome === null).map((one) => one.attempt);
  expect(open).toEqual(phase === 'running' ? [attempt] : []);
}

/**
 * Only the current task has an entity, and exactly then a slot; only a live one has a deadline, and
 * a heartbeat or a place in its owner's line.
 */
async function checkKeys({
  model: { tasks, current },
  asked,
  test: { redis },
}: Game): Promise<void> {
  expect(await redis.get(slotKey(asked))).toBe(current?.taskId ?? null);
  for (const task of tasks) {
    const { taskId } = task;
    const { entity, record, outbox, deadlines, heartbeats } = taskKeys(taskId);
    const isLiveNow = task === current && isLive(task.phase);
    expect(await redis.exists(entity)).toBe(task === current ? 1 : 0);
    const { line } = lineKeys(asked.owner, asked.kind);
    const members = await Promise.all(
      [deadlines, heartbeats, line, outbox].map((set) => redis.zscore(set, taskId)),
    );
    const [deadline, heartbeat = null, place = null] = members;
    if (isLiveNow) expect(deadline).not.toBeNull();
    if (isLiveNow) expect([heartbeat, place]).not.toEqual([null, null]);
    else if (task.phase !== 'expired') expect(members).toEqual([null, null, null, null]);
    if (task === current) expect(await redis.pttl(slotKey(asked))).toBeGreaterThan(0);
    if (task === current) expect(await redis.pttl(entity)).toBeGreaterThan(0);
    expect(await redis.pttl(record)).toBeGreaterThan(0);
  }
}

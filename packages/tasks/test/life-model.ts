/**
 * The life of one owner's tasks as a small reference model, and random commands that are run
 * against the model and the real Lua at once. After each command both must tell the same.
 */
import { isLive, isRepeatable } from '@longshore/contract';
import fc from 'fast-check';
import { expect } from 'vitest';
import { slotKey, taskKeys } from '../src/keys.js';
import type { AttemptOutcome } from '../src/task.js';
import {
  about,
  type Choice,
  type Command,
  compare,
  isClaimable,
  isLiveEntity,
  isOpen,
  type ModelTask,
} from './life-world.js';
import { newTask } from './new-task.js';

const MAX_ATTEMPTS = 3;
const FAULT = { code: 'database_unavailable', message: 'away' };
const LATER_MS = 60_000;
const WAITING = { isIn: 'outbox', isEarly: true } as const;

const register = (): Command => ({
  check: () => true,
  run: async (model, { store, redis, owner }) => {
    const real = { store, redis, owner };
    const answer = await store.register(newTask({ owner, maxAttempts: MAX_ATTEMPTS }));
    const { slot } = model;
    expect(answer.registered).toBe(slot === null || !isLiveEntity(slot));
    if (answer.registered) {
      if (slot !== null) slot.hasEntity = false;
      const { taskId } = answer.task;
      const task: ModelTask = {
        taskId,
        phase: 'queued',
        hasEntity: true,
        attempt: 0,
        spent: 0,
        lost: new Set(),
        handedBack: new Set(),
        isIn: 'line',
        isEarly: false,
        isHeld: false,
        done: 0,
      };
      model.tasks.push(task);
      model.slot = task;
    } else expect(answer.taskId).toBe(slot?.taskId);
    await compare(model, real);
  },
  toString: () => 'register',
});

const claim = (choice: Choice): Command =>
  about('claim', choice, async (task, _attempt, { real }) => {
    const answer = await real.store.claim(task.taskId, 'worker');
    const isTaken = isClaimable(task);
    expect(answer.claimed).toBe(isTaken && !task.isEarly && task.spent < MAX_ATTEMPTS);
    if (isTaken && task.isEarly) expect(answer).toMatchObject({ reason: 'early' });
    if (!isTaken || task.isEarly) return;
    if (task.phase === 'running') task.lost.add(task.attempt);
    if (task.spent >= MAX_ATTEMPTS) task.phase = 'failed';
    else
      Object.assign(task, { phase: 'running', attempt: task.attempt + 1, spent: task.spent + 1 });
    Object.assign(task, { isIn: null, isHeld: false });
  });

const progress = (choice: Choice, rows: number): Command =>
  about('progress', choice, async (task, attempt, { real }) => {
    const run = { taskId: task.taskId, attempt };
    const counts = { total: 1_000, succeeded: rows, failed: 0, rowsPerSecond: 1, etaMs: 1 };
    const answer = await real.store.progress(run, counts);
    expect(answer === 'go').toBe(isOpen(task, attempt));
    if (isOpen(task, attempt)) task.done = Math.max(task.done, rows);
  });

const ENDS = ['previewed', 'succeeded', 'partial', 'failed'] as const;

const settle = (choice: Choice, phase: AttemptOutcome['phase']): Command =>
  about(`settle ${phase}`, choice, async (task, attempt, { real }) => {
    const run = { taskId: task.taskId, attempt };
    const outcome = { phase, counts: null, result: null, issues: null, notices: [], error: null };
    const wasTaken = task.hasEntity && task.phase === phase && task.attempt === attempt;
    const accepted = await real.store.settle(run, outcome, 'all-attempts');
    // The same outcome sent again is taken again when this attempt was settled with it.
    if (isOpen(task, attempt)) {
      expect(accepted).toBe(true);
      task.phase = phase;
    } else if (!wasTaken) expect(accepted).toBe(false);
  });

const isWaiting = (task: ModelTask, attempt: number): boolean =>
  task.hasEntity && task.phase === 'retrying' && task.attempt === attempt;

const retryLater = (choice: Choice): Command =>
  about('retry later', choice, async (task, attempt, { real }) => {
    const run = { taskId: task.taskId, attempt };
    const answer = await real.store.retryLater(run, FAULT, LATER_MS);
    if (isOpen(task, attempt) && task.spent >= MAX_ATTEMPTS) {
      expect(answer).toMatchObject({ exhausted: { code: 'attempts_exhausted' } });
      return; // the run is to settle; until then nothing has changed
    }
    expect(typeof answer).toBe('string');
    expect(answer === 'retrying').toBe(isOpen(task, attempt) || isWaiting(task, attempt));
    if (isOpen(task, attempt)) Object.assign(task, { phase: 'retrying', ...WAITING });
  });

const waitOut = (choice: Choice): Command =>
  about('wait out', choice, async (task, attempt, { real }) => {
    const answer = await real.store.waitOut({ taskId: task.taskId, attempt }, FAULT, LATER_MS);
    expect(answer === 'retrying').toBe(isOpen(task, attempt) || isWaiting(task, attempt));
    if (!isOpen(task, attempt)) return;
    Object.assign(task, { phase: 'retrying', spent: task.spent - 1, ...WAITING });
  });

/** The clock of Redis reaches the time of the retry. */
const retryIsDue = (choice: Choice): Command =>
  about('retry is due', choice, async (task, _attempt, { real }) => {
    if (!isLiveEntity(task) || !task.isEarly) return;
    await real.redis.zadd(taskKeys(task.taskId).outbox, Date.now() - 1, task.taskId);
    task.isEarly = false;
  });

const handBack = (choice: Choice): Command =>
  about('hand back', choice, async (task, attempt, { real }) => {
    const answer = await real.store.handBack({ taskId: task.taskId, attempt });
    const isRepeated =
      task.hasEntity &&
      task.phase === 'queued' &&
      task.attempt === attempt &&
      task.handedBack.has(attempt);
    expect(answer).toBe(isOpen(task, attempt) || isRepeated);
    if (!isOpen(task, attempt)) return;
    Object.assign(task, { phase: 'queued', spent: task.spent - 1 });
    task.handedBack.add(attempt);
  });

const wait = (choice: Choice): Command =>
  about('wait', choice, async (task, attempt, { real }) => {
    const answer = await real.store.wait({ taskId: task.taskId, attempt }, LATER_MS);
    const isRepeated =
      task.hasEntity && task.phase === 'queued' && task.attempt === attempt && task.isHeld;
    expect(answer).toBe(isOpen(task, attempt) || isRepeated);
    if (!isOpen(task, attempt)) return;
    const spent = task.spent - 1;
    Object.assign(task, { phase: 'queued', spent, isIn: 'outbox', isHeld: true });
    task.handedBack.add(attempt);
  });

/** An attempt that was overtaken while Redis was away: it counts no longer, once. */
const excuse = (choice: Choice): Command =>
  about('excuse', choice, async (task, attempt, { real }) => {
    const isExcused =
      isLiveEntity(task) && task.attempt > attempt && task.lost.has(attempt) && task.spent > 0;
    expect(await real.store.excuse({ taskId: task.taskId, attempt })).toBe(isExcused);
    if (!isExcused) return;
    task.spent -= 1;
    task.lost.delete(attempt);
    task.handedBack.add(attempt);
  });

const cancel = (choice: Choice): Command =>
  about('cancel', choice, async (task, _attempt, { real }) => {
    expect(await real.store.cancel(task.taskId)).toBe(isLiveEntity(task));
    if (isLiveEntity(task)) task.phase = 'cancelled';
  });

const pause = (choice: Choice): Command =>
  about('pause', choice, async (task, _attempt, { real }) => {
    expect(await real.store.pause(task.taskId)).toBe(isLiveEntity(task));
    if (!isClaimable(task)) return;
    if (task.phase === 'running') task.spent -= 1;
    Object.assign(task, { phase: 'paused', isIn: null, isEarly: false, isHeld: false });
  });

const resume = (choice: Choice): Command =>
  about('resume', choice, async (task, _attempt, { real }) => {
    const isPaused = task.hasEntity && task.phase === 'paused';
    expect((await real.store.resume(task.taskId)) !== null).toBe(isPaused);
    if (isPaused) Object.assign(task, { phase: 'queued', isIn: 'line' });
  });

const clear = (choice: Choice): Command =>
  about('clear', choice, async (task, _attempt, { model, real }) => {
    expect(await real.store.clear(task.taskId)).toBe(task.hasEntity);
    if (isLiveEntity(task)) task.phase = 'cancelled';
    if (task.hasEntity && model.slot === task) model.slot = null;
    task.hasEntity = false;
  });

const clearFinished = (): Command => ({
  check: () => true,
  run: async (model, real) => {
    const { slot } = model;
    const isFinished = slot?.hasEntity === true && !isLive(slot.phase);
    const asked = { owner: real.owner, kind: 'export', type: 'orders' } as const;
    expect(await real.store.clearFinished(asked)).toBe(isFinished);
    if (slot !== null && isFinished) {
      slot.hasEntity = false;
      model.slot = null;
    }
    await compare(model, real);
  },
  toString: () => 'clear finished',
});

/**
 * The life of the task ends, as if the clock of Redis had jumped; the janitor comes or does not.
 */
const lifeEnds = (choice: Choice, janitorComes: boolean): Command =>
  about(
    `life ends${janitorComes ? ', swept' : ''}`,
    choice,
    async (task, _attempt, { model, real }) => {
      const { entity, record } = taskKeys(task.taskId);
      if (task.hasEntity) {
        await real.redis.hset(record, 'expiresAt', Date.now() - 1);
        await real.redis.del(entity);
        if (model.slot === task) {
          await real.redis.del(slotKey({ owner: real.owner, kind: 'export', type: 'orders' }));
          model.slot = null;
        }
        task.hasEntity = false;
        if (isLive(task.phase)) task.phase = 'expired';
      }
      if (!janitorComes) return;
      const swept = await real.store.expire(task.taskId);
      expect(swept !== null).toBe(!task.hasEntity && task.phase === 'expired');
      await real.store.forgetExpired(task.taskId);
    },
  );

const repeat = (choice: Choice): Command =>
  about('repeat', choice, async (task, _attempt, { model, real }) => {
    const answer = await real.store.repeat(task.taskId);
    const holder = model.slot !== null && model.slot !== task ? model.slot : null;
    const isFree = holder === null || !isLiveEntity(holder);
    expect(answer.repeated).toBe(isRepeatable(task.phase) && isFree);
    if (!answer.repeated) return;
    if (holder !== null) holder.hasEntity = false;
    Object.assign(task, {
      phase: 'queued',
      hasEntity: true,
      spent: 0,
      isIn: 'line',
      isEarly: false,
      isHeld: false,
    });
    task.lost.clear();
    model.slot = task;
  });

const confirm = (choice: Choice): Command =>
  about('confirm', choice, async (task, _attempt, { model, real }) => {
    const answer = await real.store.confirm(task.taskId);
    const isShown = task.phase === 'previewed' && task.hasEntity;
    expect(answer.repeated).toBe(isShown);
    if (!isShown) return;
    Object.assign(task, {
      phase: 'queued',
      spent: 0,
      isIn: 'line',
      isEarly: false,
      isHeld: false,
    });
    task.lost.clear();
    model.slot = task;
  });

/** Mostly the newest, so that a task lives through many commands. */
const mostlyNewest = fc.oneof({ arbitrary: fc.constant(0), weight: 3 }, fc.nat(5));
const choice: fc.Arbitrary<Choice> = fc.record({ task: mostlyNewest, attempt: mostlyNewest });

/** Commands of every kind; claims and registrations often, so that there is something to break. */
export const lifeCommands: readonly fc.Arbitrary<Command>[] = [
  fc.constant(register()),
  fc.constant(register()),
  choice.map(claim),
  choice.map(claim),
  choice.map(claim),
  fc.tuple(choice, fc.nat(1_000)).map(([to, rows]) => progress(to, rows)),
  fc.tuple(choice, fc.constantFrom(...ENDS)).map(([to, phase]) => settle(to, phase)),
  choice.map(retryLater),
  choice.map(waitOut),
  choice.map(wait),
  choice.map(retryIsDue),
  choice.map(retryIsDue),
  choice.map(handBack),
  choice.map(excuse),
  choice.map(cancel),
  choice.map(pause),
  choice.map(resume),
  choice.map(clear),
  fc.constant(clearFinished()),
  fc.tuple(choice, fc.boolean()).map(([to, janitor]) => lifeEnds(to, janitor)),
  choice.map(repeat),
  choice.map(confirm),
];

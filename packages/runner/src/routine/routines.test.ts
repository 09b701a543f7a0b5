/** The clock and the runs of routines on real Redis, PostgreSQL and queue, in one process. */
import { randomUUID } from 'node:crypto';
import { defineRoutine, type RoutineContext, type RoutineDefinition } from '@longshore/executors';
import { waitUntil } from '@longshore/infra';
import { connectRedis, createTaskQueue, routineTask, startJobConsumer } from '@longshore/tasks';
import { afterEach, expect, inject, test } from 'vitest';
import { startServices, type TestServices } from '../../test/start-services.js';
import { runAttempt } from '../run-attempt.js';
import { startClock } from './start-clock.js';

const EVERY_SECOND = '* * * * * *';
const NEVER_SOON = '0 0 29 2 *';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A fleet of workers in this process, and what its one routine is. */
async function fleet(
  definition: Partial<RoutineDefinition> & Pick<RoutineDefinition, 'run'>,
  workers: readonly string[] = ['host:1', 'host:2'],
) {
  const type = `routine-${randomUUID().slice(0, 8)}`;
  const title = { en: 'Routine', zh: '例行任务' };
  const routine = defineRoutine({ type, title, cron: EVERY_SECOND, ...definition });
  const services = await startServices([routine]);
  ends.push(services.close);
  const ledger = services.database.routines;
  if (ledger === null) throw new Error('PostgreSQL keeps routines');
  await ledger.declare(routine, await services.tasks.nowMs());
  for (const worker of workers) await startWorker(services, worker);
  return {
    services,
    ledger,
    type,
    log: () => ledger.runsOf(type, 50),
    until: (what: string, holds: () => Promise<boolean>) => waitUntil(holds, { what }),
  };
}

async function startWorker(services: TestServices, worker: string): Promise<void> {
  const url = inject('redisUrl');
  const own = { ...services, worker };
  const redis = await connectRedis(url, { role: 'worker' });
  const queue = createTaskQueue({ redis, tasks: services.tasks });
  const consumer = await startJobConsumer({
    url,
    tasks: services.tasks,
    kinds: ['routine'],
    concurrency: 2,
    name: worker,
    log: services.log,
    process: ({ taskId, signal, claimed }) =>
      runAttempt({ taskId, worker, signal, onClaimed: claimed }, own),
    onLost: async () => {},
  });
  const clock = await startClock({ ...own, queue, runHere: consumer.runHere });
  ends.push(async () => {
    await clock.close();
    await consumer.close({ graceMs: 5_000 });
    await queue.close();
    redis.disconnect();
  });
}

test('each tick runs once, however many workers hear it', async () => {
  const ran: number[] = [];
  const { until, log } = await fleet(
    { overlap: 'queue', run: ({ tick }) => void ran.push(tick.getTime()) },
    ['host:1', 'host:2', 'host:3'],
  );
  await until('five ticks', async () => ran.length >= 5);
  const [first = 0] = ran;
  expect(ran.slice(0, 5)).toEqual([0, 1, 2, 3, 4].map((i) => first + i * 1_000));
  expect((await log()).find(({ tick }) => tick === first)).toMatchObject({
    outcome: 'succeeded',
    madeBy: 'clock',
    isCatchUp: false,
  });
});

test('a tick amid a long run is skipped, and the log says so', async () => {
  let end = () => {};
  const { until, log } = await fleet({
    run: () =>
      new Promise((resolve) => {
        end = resolve;
      }),
  });
  const outcomes = async () => (await log()).map(({ outcome }) => outcome);
  await until('two skipped ticks', async () => {
    return (await outcomes()).filter((outcome) => outcome === 'skipped').length >= 2;
  });
  end();
  await until('the end of the long run', async () => (await outcomes()).includes('succeeded'));
  end();
});

test('a routine for all runs once a tick on each worker', async () => {
  const { until, log } = await fleet({ runsOn: 'all', run: () => {} }, ['host:1', 'host:2']);
  const byTick = async () => {
    const ticks = new Map<number, string[]>();
    for (const { tick, worker, outcome } of await log())
      if (outcome === 'succeeded') ticks.set(tick, [...(ticks.get(tick) ?? []), worker ?? '']);
    return [...ticks.values()].map((workers) => workers.sort());
  };
  await until('three ticks on both', async () => {
    return (await byTick()).filter((workers) => workers.length >= 2).length >= 3;
  });
  for (const workers of await byTick())
    expect([['host:1', 'host:2'], ['host:1'], ['host:2']]).toContainEqual(workers);
});

test('a run for one worker that an outage broke off goes on there, past the queue', async () => {
  const ran: number[] = [];
  const run = ({ tick }: RoutineContext) => {
    ran.push(tick.getTime());
    if (ran.length === 1)
      throw Object.assign(new Error('shutting down'), { severity: 'FATAL', code: '57P01' });
  };
  const { until, log } = await fleet({ runsOn: 'all', run }, ['host:1']);
  await until('the end of the run', async () =>
    (await log()).some(({ tick, outcome }) => tick === ran[0] && outcome === 'succeeded'),
  );
  expect(ran[1]).toBe(ran[0]);
});

test('a run that a process of this name registered and did not begin begins in the next one', async () => {
  const ran: number[] = [];
  const run = ({ tick }: RoutineContext) => void ran.push(tick.getTime());
  const { services, ledger, type, until, log } = await fleet(
    { cron: NEVER_SOON, runsOn: 'all', run },
    [],
  );
  const instance = 'host:1';
  const tick = await services.tasks.nowMs();
  const due = { runId: `${type}/1`, type, tick, instance, madeBy: 'hand' } as const;
  await ledger.addRun({ ...due, isCatchUp: false });
  const { task, idempotency } = routineTask({ ...due, isCatchUp: false }, { timeZone: 'UTC' });
  await services.tasks.register(task, { idempotency });
  await startWorker(services, instance);
  await until('the end', async () => (await log())[0]?.outcome === 'succeeded');
  expect(ran).toEqual([tick]);
});

test('a run goes on from its last checkpoint after a fault that a retry can heal', async () => {
  const states: unknown[] = [];
  const run = async ({ state, checkpoint }: RoutineContext) => {
    states.push(state);
    if (state !== null) return;
    await checkpoint({ page: 7 });
    throw Object.assign(new Error('away'), { severity: 'ERROR', code: '57P01' });
  };
  const { ledger, type, services, until, log } = await fleet({ cron: NEVER_SOON, run });
  const tick = await services.tasks.nowMs();
  const due = { runId: `${type}/hand`, type, tick, instance: null, madeBy: 'hand' } as const;
  await ledger.addRun({ ...due, isCatchUp: false });
  await until('the end', async () => (await log())[0]?.outcome === 'succeeded');
  expect(states).toEqual([null, { page: 7 }]);
});

test('a run that fails is told in the log, with its reason', async () => {
  const run = () => {
    throw new Error('no such printer');
  };
  const { ledger, type, services, until, log } = await fleet({ cron: NEVER_SOON, run });
  const tick = await services.tasks.nowMs();
  const due = { runId: `${type}/hand`, type, tick, instance: null, madeBy: 'hand' } as const;
  await ledger.addRun({ ...due, isCatchUp: false });
  await until('the end', async () => (await log())[0]?.outcome === 'failed');
  expect((await log())[0]?.message).toContain('no such printer');
});

test('a run that the operator cancels ends so, and saves nothing more', async () => {
  let begun: RoutineContext | null = null;
  const run = (context: RoutineContext) =>
    new Promise<void>((_resolve, reject) => {
      begun = context;
      context.signal.addEventListener('abort', () => reject(context.signal.reason));
    });
  const { ledger, type, services, until, log } = await fleet({ cron: NEVER_SOON, run });
  const tick = await services.tasks.nowMs();
  const due = { runId: `${type}/hand`, type, tick, instance: null, madeBy: 'hand' } as const;
  await ledger.addRun({ ...due, isCatchUp: false });
  await until('the run', async () => begun !== null && (await log())[0]?.taskId !== null);
  await services.tasks.cancel((await log())[0]?.taskId ?? '');
  await until('the end', async () => (await log())[0]?.outcome === 'cancelled');
  await expect((begun as RoutineContext | null)?.checkpoint('late')).rejects.toThrow();
});

test('missed ticks are made up for as the routine says', async () => {
  const ran: { tick: number; isCatchUp: boolean }[] = [];
  const run = ({ tick, isCatchUp }: RoutineContext) =>
    void ran.push({ tick: tick.getTime(), isCatchUp });
  const hourly = { cron: '0 * * * *', misfire: 'all', run } as const;
  const { services, ledger, type, until } = await fleet(hourly, []);
  const threeHours = 3 * 3_600_000;
  const now = await services.tasks.nowMs();
  const { database } = services;
  await database.query('UPDATE longshore.routine SET decided_until = $1 WHERE type = $2', [
    now - threeHours,
    type,
  ]);
  await startWorker(services, 'host:1');
  await until('three runs', async () => ran.filter(({ isCatchUp }) => isCatchUp).length === 3);
  expect(ran.map(({ tick }) => tick)).toEqual(ran.map(({ tick }) => tick).sort());
  const [stored] = (await ledger.all()).filter((one) => one.type === type);
  expect(stored?.decidedUntil).toBe(ran.at(-1)?.tick);
});

test('a paused routine does not run, and what fell in the pause is not made up for', async () => {
  const ran: number[] = [];
  const run = ({ tick }: RoutineContext) => void ran.push(tick.getTime());
  const { services, ledger, type, until } = await fleet({ misfire: 'all', run });
  await until('a tick', async () => ran.length > 0);
  await ledger.change(type, { isPaused: true }, await services.tasks.nowMs());
  await until('the last run to end', async () =>
    (await ledger.open()).every((one) => one.type !== type),
  );
  const before = ran.length;
  const pausedAt = await services.tasks.nowMs();
  await until('three seconds', async () => (await services.tasks.nowMs()) > pausedAt + 3_000);
  const resumedAt = await services.tasks.nowMs();
  await ledger.change(type, { isPaused: false }, resumedAt);
  await until('a tick', async () => ran.length > before);
  expect(ran.slice(before).every((tick) => tick >= resumedAt)).toBe(true);
});

test('the expression of a newer version is followed by workers of the older one, too', async () => {
  const ran: number[] = [];
  const run = ({ tick }: RoutineContext) => void ran.push(tick.getTime());
  const { services, ledger, type, until } = await fleet({ run });
  await until('a tick', async () => ran.length > 0);
  const newer = { type, cron: '*/2 * * * * *', timeZone: 'UTC' };
  await ledger.declare(newer, await services.tasks.nowMs());
  const declaredAt = await services.tasks.nowMs(); // until now the older one may have made a tick
  await until('three ticks', async () => ran.filter((tick) => tick > declaredAt).length >= 3);
  expect(new Set(ran).size).toBe(ran.length);
  expect(ran.filter((tick) => tick > declaredAt && tick % 2_000 !== 0)).toEqual([]);
});

test('another expression is followed by every worker at once', async () => {
  const ran: number[] = [];
  const run = ({ tick }: RoutineContext) => void ran.push(tick.getTime());
  const { services, ledger, type, until } = await fleet({ cron: NEVER_SOON, run });
  await ledger.change(type, { cronOverride: EVERY_SECOND }, await services.tasks.nowMs());
  await until('two ticks', async () => ran.length >= 2);
  expect(new Set(ran).size).toBe(ran.length);
});

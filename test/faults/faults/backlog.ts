/** The backlog of one owner, and the task of another one who comes later. */
import { waitUntil } from '@longshore/infra';
import { connectRedis, createTaskQueue, createTaskStore } from '@longshore/tasks';
import type { System } from '../../support/system.js';
import { writeWaitingTypes } from '../../support/waiting-types.js';
import type { Fault } from '../fault.js';
import { waitMs } from '../intervals.js';

/** A task takes so long. */
const TASK_MS = 2_000;
/** Of the backlog so many can run; no more come to it. */
const TYPES = 60;
const AT_ONCE = 100;
const LIFE_MS = 3_600_000;

export default {
  does: 'One owner has a backlog of long exports (60; at length 100,000), then others register.',
  promises: 'Each of the others begins within two task lengths.',
  isTimed: true,
  run: async (stage) => {
    const types = Array.from({ length: TYPES }, (_, i) => ({ type: `wait-${i}` }));
    const waiting = writeWaitingTypes(types, TASK_MS);
    try {
      const system = await stage.system({
        workers: 2,
        env: { ...waiting.env, TASK_TTL_MS: String(LIFE_MS) },
      });
      const backlog = stage.times(TYPES, 100_000);
      const first = await registerBacklog(system, 'ann', backlog);
      await waitUntil(async () => (await running(system, first)) === 4, {
        what: 'the backlog to run',
      });
      const waits = [];
      for (let i = 0; i < stage.times(3, 20); i++) waits.push(await waitOf(system, `owner-${i}`));
      const longest = Math.max(...waits);
      return {
        runs: waits.length,
        measured: `longest wait ${longest} ms behind ${backlog} tasks of ${TASK_MS} ms`,
        holds: longest <= 2 * TASK_MS,
      };
    } finally {
      waiting.remove();
    }
  },
} satisfies Fault;

/**
 * Through the store, as the API does, but without its limit of calls. Gives the ids of those that
 * can run.
 */
async function registerBacklog(
  { env }: System,
  owner: string,
  tasks: number,
): Promise<readonly string[]> {
  const redis = await connectRedis(env.REDIS_URL ?? '', { role: 'worker' });
  const store = createTaskStore(redis, { ttlMs: LIFE_MS, ledgerTtlMs: LIFE_MS, maxAttempts: 3 });
  const queue = createTaskQueue({ redis, tasks: store });
  const register = (i: number) =>
    store.register({
      owner,
      kind: 'export',
      type: `wait-${i}`,
      params: {},
      format: 'csv',
      fileName: null,
      language: 'en',
      timeZone: 'UTC',
    });
  const ids: string[] = [];
  for (let first = 0; first < tasks; first += AT_ONCE) {
    const count = Math.min(AT_ONCE, tasks - first);
    const made = await Promise.all(Array.from({ length: count }, (_, i) => register(first + i)));
    if (first > 0) continue;
    for (const registration of made)
      if (registration.registered) ids.push(registration.task.taskId);
    await queue.admit(owner);
  }
  await queue.close();
  redis.disconnect();
  return ids.slice(0, TYPES);
}

async function running(system: System, taskIds: readonly string[]): Promise<number> {
  const owner = 'ann';
  const states = await Promise.all(taskIds.map((taskId) => system.status({ taskId }, { owner })));
  return states.filter(({ phase }) => phase === 'running').length;
}

async function waitOf(system: System, owner: string): Promise<number> {
  const { body } = await system.registerExport({ type: 'wait-0' }, { owner });
  await system.finished(body.taskId, { owner });
  return waitMs(await system.record(body.taskId, { owner }));
}

/** The process that looks for alarms dies while it sends one. */
import { ALARM_SECRET, startAlarmReceiver } from '@longshore/alarms/testing';
import type { AlarmList } from '@longshore/contract';
import { waitUntil } from '@longshore/infra';
import type { System } from '../../support/system.js';
import type { Fault } from '../fault.js';
import { UNRELIABLE } from '../unreliable.js';

const HOUR_MS = 3_600_000;
const WAIT_MS = 180_000;
const WATCHER = 'longshore:{alarms}:watcher';

export default {
  does: 'Tasks of one type fail; the worker that looks for alarms is killed while it sends theirs, again and again.',
  promises: 'One alarm is opened and counts every failure once; its message is taken under one id.',
  run: async (stage) => {
    const [failures, kills] = [stage.times(20, 1_000), stage.times(1, 10)];
    let killed = 0;
    let killWatcher = async () => false;
    const replacing: Promise<unknown>[] = [];
    const receiver = await startAlarmReceiver(async ({ cause }) => {
      if (cause !== 'task_given_up' || killed >= kills) return null;
      if (await killWatcher()) killed += 1;
      return 503;
    });
    try {
      const system = await stage.system({
        workers: 0,
        env: {
          ...UNRELIABLE,
          WORKER_CONCURRENCY: '8',
          ALARM_WEBHOOK_URL: receiver.url,
          ALARM_WEBHOOK_SECRET: ALARM_SECRET,
          ALARM_WINDOW_MS: String(HOUR_MS),
        },
      });
      for (let i = 0; i < failures; i++)
        await system.registerExport(
          { type: 'faulty', params: { fault: 'program' } },
          { owner: `owner-${i}` },
        );
      // so that a worker is the one that looks
      await system.api.stop();
      killWatcher = async () => {
        const watching = await watcherOf(system);
        if (watching === undefined) return false;
        watching.signal('SIGKILL');
        replacing.push(system.startWorker());
        return true;
      };
      await Promise.all([system.startWorker(), system.startWorker()]);
      const givenUp = (state: string) =>
        receiver.taken.filter((alarm) => alarm.cause === 'task_given_up' && alarm.state === state);
      await waitUntil(() => givenUp('open').length > 0, { what: 'the alarm', timeoutMs: WAIT_MS });
      const { url } = await system.startApi();
      const counted = await waitUntil(() => countOf(url, failures), {
        what: 'every failure to be counted',
        timeoutMs: WAIT_MS,
      });
      await Promise.all(replacing);
      const ids = new Set(givenUp('open').map(({ id }) => id));
      return {
        runs: failures,
        measured: `${killed} kills, ${ids.size} alarm of ${counted} failures, taken ${givenUp('open').length} times`,
        holds: ids.size === 1 && counted === failures && killed === kills,
      };
    } finally {
      await receiver.stop();
    }
  },
} satisfies Fault;

async function watcherOf(system: System) {
  const [name = ''] = (await system.redisCommand('GET', WATCHER)).split(' ');
  const pid = Number(name.slice(name.lastIndexOf(':') + 1));
  return system.workers.find((worker) => worker.pid === pid);
}

/** Null: not all are counted. More than all are an answer too, and a wrong one. */
async function countOf(url: string, failures: number): Promise<number | null> {
  const headers = { 'x-owner': 'olga', 'x-role': 'operator' };
  const answer = await fetch(`${url}/api/alarms`, { headers });
  const { open } = (await answer.json()) as AlarmList;
  const count = open.find(({ cause }) => cause === 'task_given_up')?.count ?? 0;
  return count >= failures ? count : null;
}

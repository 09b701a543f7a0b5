/** One look at everything that is watched: raises what is seen, ends what is quiet. */
import type { AlarmCause } from '@longshore/contract';
import { createFaultLog, type Log, type Sighting, type TaskStore } from '@longshore/tasks';
import type { Alarming } from './alarming.js';
import type { Check, Look, Watched } from './checks/check.js';
import { failureRatio } from './checks/failure-ratio.js';
import { givenUp } from './checks/given-up.js';
import { lostWorkers } from './checks/lost-workers.js';
import { partsAway } from './checks/parts-away.js';
import { queueDelay } from './checks/queue-delay.js';
import { routines } from './checks/routines.js';

interface WatcherOptions extends Omit<Watched, 'tasks' | 'thresholds'> {
  readonly tasks: Watched['tasks'] & Pick<TaskStore, 'alarms'>;
  readonly alarming: Alarming;
  readonly log: Log;
}

export interface Watcher {
  /** Opens alarms, or keeps the open ones. */
  raise(seen: readonly Sighting[]): Promise<void>;
  /** `nowMs` by Redis TIME. */
  look(nowMs: number): Promise<void>;
}

export function createWatcher({ alarming, log, ...parts }: WatcherOptions): Watcher {
  const { tasks } = parts;
  const { thresholds } = alarming;
  const watched: Watched = { ...parts, thresholds };
  const lost = lostWorkers(watched);
  const checks = [
    lost,
    ...[givenUp, failureRatio, queueDelay, partsAway, routines].map((make) => make(watched)),
  ].map((check) => ({ check, faults: createFaultLog(log) }));

  return { raise, look };

  async function raise(seen: readonly Sighting[]): Promise<void> {
    for (const one of seen) await tasks.alarms.raise(one, alarming.sinksFor(one));
  }

  async function look(nowMs: number): Promise<void> {
    const at: Look = { nowMs, outcomes: await tasks.watch.outcomes() };
    const looks = await Promise.all(checks.map((one) => lookFor(one, at)));
    await raise(looks.flatMap(({ seen }) => seen));
    await lost.told();
    await tasks.alarms.resolveQuiet(
      thresholds.windowMs,
      looks.flatMap(({ unknown }) => unknown),
    );
  }

  /** An alarm whose cause cannot be looked for stays open. */
  async function lookFor(
    { check, faults }: { check: Check; faults: ReturnType<typeof createFaultLog> },
    at: Look,
  ): Promise<{ seen: readonly Sighting[]; unknown: readonly AlarmCause[] }> {
    const causes = check.causes.join(', ');
    try {
      const seen = await check.look(at);
      faults.healed(`alarms: ${causes} can be looked for again`);
      return { seen, unknown: [] };
    } catch (error) {
      faults.failed(error, `alarms: ${causes} could not be looked for; it is tried again`);
      return { seen: [], unknown: check.causes };
    }
  }
}

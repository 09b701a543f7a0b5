/**
 * How long the foremost jobs of each queue have waited, by when the fleet first saw them wait: no
 * clock of a process is asked.
 */
import { TASK_KINDS } from '@longshore/contract';
import { type NewCheck, sighting } from './check.js';

export const queueDelay: NewCheck = ({ tasks, queue, thresholds }) => ({
  causes: ['queue_delay'],
  look: async () => {
    const waits = await Promise.all(
      TASK_KINDS.map(async (kind) => {
        const waitedMs = await tasks.watch.waitingSince(kind, await queue.foremost(kind));
        return { kind, waitedMs };
      }),
    );
    return waits
      .filter(({ waitedMs }) => waitedMs >= thresholds.queueDelayMs)
      .map(({ kind, waitedMs }) =>
        sighting('queue_delay', {
          subject: kind,
          details: { seconds: Math.round(waitedMs / 1_000) },
        }),
      );
  },
});

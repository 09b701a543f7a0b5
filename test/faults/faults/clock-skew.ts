/** Workers whose time of day is wrong. */
import { shiftedClock } from '@longshore/infra';
import { type Fault, skipped } from '../fault.js';
import { UNRELIABLE } from '../unreliable.js';

const HOUR_S = 3_600;
/** Of the attempts before the last one. */
const BACKOFFS_MS = [1_000, 2_000];
/** The recoverer brings a retry back that a wrong clock put off. */
const LATEST_MS = 15_000;

export default {
  does: 'Tasks that fail twice share workers whose clocks are right, an hour ahead and an hour late.',
  promises: 'No retry begins before its backoff is over, nor 15 s after; each task ends well.',
  run: async (stage) => {
    const [ahead, late] = [
      await shiftedClock({ seconds: HOUR_S, say: console.warn }),
      await shiftedClock({ seconds: -HOUR_S, say: console.warn }),
    ];
    if (ahead === null || late === null) return skipped('libfaketime cannot be had here');
    const system = await stage.system({ env: UNRELIABLE });
    await Promise.all([system.startWorker({ ...ahead }), system.startWorker({ ...late })]);
    const owners = Array.from({ length: stage.times(6, 60) }, (_, i) => `owner-${i}`);
    const params = { fault: 'system', times: BACKOFFS_MS.length + 1 };
    const tasks = await Promise.all(
      owners.map((owner) => system.registerExport({ type: 'faulty', params }, { owner })),
    );
    let ended = 0;
    const overMs: number[] = [];
    for (const [i, owner] of owners.entries()) {
      const taskId = tasks[i]?.body.taskId ?? '';
      if ((await system.finished(taskId, { owner })).phase === 'succeeded') ended += 1;
      const { attempts } = await system.record(taskId, { owner });
      for (const [n, backoffMs] of BACKOFFS_MS.entries()) {
        const [from, to] = [attempts[n]?.endedAt ?? '', attempts[n + 1]?.startedAt ?? ''];
        overMs.push(Date.parse(to) - Date.parse(from) - backoffMs);
      }
    }
    const [least, most] = [Math.min(...overMs), Math.max(...overMs)];
    return {
      runs: owners.length,
      measured: `${ended} of ${owners.length} ended well; retries began ${least} to ${most} ms after their backoff`,
      holds: ended === owners.length && least >= 0 && (stage.isShort || most < LATEST_MS),
    };
  },
} satisfies Fault;

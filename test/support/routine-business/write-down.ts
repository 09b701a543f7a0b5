/** A run in two steps: the second writes down, exactly once, that the tick ran. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { RoutineContext } from '@longshore/executors';

/** The state of a run whose worker died after its last word. */
const WRITTEN = 'written down';

export const writeDown = (type: string, takesMs: number) =>
  async function run({ tick, state, signal, checkpoint }: RoutineContext): Promise<void> {
    if (state === WRITTEN) return;
    if (state === null) await checkpoint('begun');
    await sleep(takesMs, undefined, { signal });
    await checkpoint(WRITTEN, async (tx) => {
      await tx.query('INSERT INTO ran (type, tick, pid) VALUES ($1, $2, $3)', [
        type,
        tick,
        process.pid,
      ]);
    });
  };

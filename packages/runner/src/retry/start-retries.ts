/**
 * Runs the due calls of the business's retryables again, in every worker that takes routines: those
 * that failed, those of a transaction that committed, and those whose process died. A call is taken
 * in the database, once for the fleet.
 */
import type { RetryLedger, TakenCall } from '@longshore/database';
import type { CallEnding, LoadedBusiness } from '@longshore/executors';
import { type Log, startSweeper } from '@longshore/tasks';

/** What the loop works with. */
export interface RetryServices {
  readonly business: Pick<LoadedBusiness, 'database' | 'retryables'>;
  readonly worker: string;
  /** Counts ends of attempts, for metrics; of a call whose last attempt was lost, too. */
  readonly onCallEnded: (name: string, ending: CallEnding) => void;
  readonly log: Log;
}

/** The loop in one worker. */
export interface Retries {
  /** Takes no more calls; those that still run after `graceMs` go to other workers. */
  close(options: { readonly graceMs: number }): Promise<void>;
}

/** Calls at once in one worker, beside its tasks. */
const AT_ONCE = 8;
/** Mean pause where nothing was due; workers do not look at the same moment. */
const PAUSE_MS = 1_000;
/** A statement that waits longer for the database is given up. */
const SILENCE_MS = 10_000;

/** Starts the loop; a business without retryables needs none. */
export function startRetries({ business, worker, onCallEnded, log }: RetryServices): Retries {
  const byName = new Map(business.retryables.map((one) => [one.name, one]));
  const { retries: ledger } = business.database.bounded(SILENCE_MS);
  if (byName.size === 0 || ledger === null) return { close: async () => {} };
  const running = new Set<Promise<void>>();
  const stopping = new AbortController();
  let pauseMs = 0;
  const round = async () => {
    pauseMs = (await startDue(ledger)) === 0 ? PAUSE_MS * (0.75 + Math.random() / 2) : 0;
    while (running.size > AT_ONCE / 2) await Promise.race(running);
  };
  const sweeper = startSweeper({ name: 'retries', everyMs: () => pauseMs, log, round });
  return {
    close: async ({ graceMs }) => {
      const rounds = sweeper.close();
      const late = setTimeout(() => stopping.abort(), graceMs);
      await rounds;
      await Promise.all(running);
      clearTimeout(late);
    },
  };

  /** How many calls were due. */
  async function startDue(calls: RetryLedger): Promise<number> {
    const limit = AT_ONCE - running.size;
    const { taken, givenUp } = await calls.take([...byName.values()], { limit, worker });
    for (const { id, ...call } of givenUp) {
      onCallEnded(call.name, 'given_up');
      log.error({ callId: id, ...call }, 'call given up: its last attempt was lost');
    }
    for (const call of taken) {
      const run = runCall(call).finally(() => running.delete(run));
      running.add(run);
    }
    return taken.length + givenUp.length;
  }

  async function runCall(call: TakenCall): Promise<void> {
    const { id: callId, name, key, attempt } = call;
    const told = { callId, name, key, attempt };
    const executor = byName.get(name);
    if (executor === undefined) throw new Error(`unreachable: ${name} was not asked for`);
    try {
      const ending = await executor.runTaken(call, { worker, stopping: stopping.signal });
      onCallEnded(name, ending);
      if (ending === 'given_up') log.error(told, 'call given up');
      else log.info({ ...told, ending }, 'call run again');
    } catch (error) {
      log.warn({ ...told, err: error }, 'the end of a call is unrecorded: its lease will lapse');
    }
  }
}

/**
 * The clock of the routines, in every worker that takes them: decides the due ticks and brings
 * their runs to tasks. Redis TIME says what is due, whatever the clock of this process says; what
 * was missed while Redis or the database was away is decided when they are back.
 */
import { routineLedger, routinesOf } from '@longshore/executors';
import { routineOwner, type Sweeper, startSweeper } from '@longshore/tasks';
import { tickDecider } from './decide-ticks.js';
import { type RingServices, runRinger } from './ring-run.js';

/** Longest pause: an operator's change, or a run that a person asked for, is seen within it. */
const LONGEST_PAUSE_MS = 1_000;
/** While runs wait for the ones before them: doubled until another one is the first to wait. */
const FIRST_WAIT_MS = 100;
/** A statement of the clock that waits longer for the database is given up. */
const SILENCE_MS = 10_000;

/** Starts the clock; a business without routines needs none. */
export async function startClock(services: Omit<RingServices, 'ledger'>): Promise<Sweeper> {
  const { tasks, business, log } = services;
  if (routinesOf(business).length === 0) return { close: async () => {} };
  const ledger = routineLedger({ database: business.database.bounded(SILENCE_MS) });
  const parts = { ...services, ledger };
  const decide = tickDecider(parts, await tasks.nowMs());
  const ring = runRinger(parts);
  let pauseMs = LONGEST_PAUSE_MS;
  let waitMs = FIRST_WAIT_MS;
  let waitingBefore = '';

  return startSweeper({ name: 'clock of the routines', everyMs: () => pauseMs, log, round });

  async function round(): Promise<void> {
    pauseMs = LONGEST_PAUSE_MS;
    const askedAt = performance.now();
    const nowMs = await tasks.nowMs();
    const next = await decide(nowMs);
    const waiting = (await ringAll(nowMs)).join();
    waitMs = waiting === waitingBefore ? Math.min(waitMs * 2, LONGEST_PAUSE_MS) : FIRST_WAIT_MS;
    waitingBefore = waiting;
    const untilNextMs = next === null ? LONGEST_PAUSE_MS : next - nowMs;
    const longestMs = waiting === '' ? LONGEST_PAUSE_MS : waitMs;
    const spentMs = performance.now() - askedAt;
    pauseMs = Math.max(0, Math.ceil(Math.min(untilNextMs - spentMs, longestMs)));
  }

  /**
   * In the order of their ticks; the ids of those that are the first of their routine to wait. One
   * that fails does not keep the others from their turn.
   */
  async function ringAll(nowMs: number): Promise<string[]> {
    const faults: unknown[] = [];
    const waiting = new Map<string, string>();
    for (const run of await ledger.open()) {
      const lane = routineOwner(run.type, run.instance);
      const isBehind = waiting.has(lane);
      const answer = await ring(run, { nowMs, isBehind }).catch((error: unknown) => {
        faults.push(error);
        return 'waits';
      });
      if (answer === 'waits' && !isBehind) waiting.set(lane, run.runId);
    }
    if (faults.length > 0) throw faults[0];
    return [...waiting.values()];
  }
}

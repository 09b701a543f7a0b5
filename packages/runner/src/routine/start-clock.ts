/**
 * The clock of the routines, in every worker that takes them: decides the due ticks and brings
 * their runs to tasks. Redis TIME says what is due, whatever the clock of this process says; what
 * was missed while Redis or the database was away is decided when they are back.
 */
import { routineLedger, routinesOf } from '@longshore/executors';
import { routineOwner, type Sweeper, startSweeper } from '@longshore/tasks';
import { tickDecider } from './decide-ticks.js';
import { type RingServices, type Rung, runRinger } from './ring-run.js';

/** Longest pause: an operator's change, or a run that a person asked for, is seen within it. */
const LONGEST_PAUSE_MS = 1_000;
/** While runs wait for the ones before them: doubled until one has its turn. */
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

  return startSweeper({ name: 'clock of the routines', everyMs: () => pauseMs, log, round });

  async function round(): Promise<void> {
    pauseMs = LONGEST_PAUSE_MS;
    const askedAt = performance.now();
    const nowMs = await tasks.nowMs();
    const next = await decide(nowMs);
    const answers = await ringAll(nowMs);
    waitMs = answers.has('rung') ? FIRST_WAIT_MS : Math.min(waitMs * 2, LONGEST_PAUSE_MS);
    const untilNextMs = next === null ? LONGEST_PAUSE_MS : next - nowMs;
    const longestMs = answers.has('waits') ? waitMs : LONGEST_PAUSE_MS;
    const spentMs = performance.now() - askedAt;
    pauseMs = Math.max(0, Math.ceil(Math.min(untilNextMs - spentMs, longestMs)));
  }

  /** In the order of their ticks. One that fails does not keep the others from their turn. */
  async function ringAll(nowMs: number): Promise<ReadonlySet<Rung>> {
    const faults: unknown[] = [];
    const answers = new Set<Rung>();
    const waiting = new Set<string>();
    for (const run of await ledger.open()) {
      const lane = routineOwner(run.type, run.instance);
      const at = { nowMs, isBehind: waiting.has(lane) };
      const answer = await ring(run, at).catch((error: unknown) => {
        faults.push(error);
        return 'waits' as const;
      });
      answers.add(answer);
      if (answer === 'waits') waiting.add(lane);
    }
    if (faults.length > 0) throw faults[0];
    return answers;
  }
}

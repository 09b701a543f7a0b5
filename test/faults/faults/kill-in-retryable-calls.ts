/** kill -9 of processes in the middle of retryable calls: those that call, those that run again. */
import type { System } from '../../support/system.js';
import type { Fault } from '../fault.js';
import { countOf, retrySystem, startCallers, untilAtRest, untilRecorded } from '../retries.js';

const CALLERS = 2;
/** The last calls are left to be made after the last kill. */
const LATEST = 0.9;
/** `max` of the retryable, and the first attempt. */
const MOST_ATTEMPTS = 3;

export default {
  does: 'Processes that make and run retryable calls are killed by SIGKILL at random moments.',
  promises:
    'No call that began is lost: each succeeds, is refused, or is given up visibly after its last attempt.',
  run: async (stage) => {
    const calls = stage.times(240, 10_000);
    const kills = stage.times(3, 20);
    const system = await retrySystem(stage, calls);
    const callers = startCallers(system, CALLERS);
    const replaced: Promise<unknown>[] = [];
    const moments = Array.from({ length: kills }, () => Math.random() * LATEST * calls);
    for (const [i, moment] of moments.sort((a, b) => a - b).entries()) {
      await Promise.race([untilRecorded(system, moment), callers.done]);
      await (i % 2 === 0 ? callers.kill() : killWorker(system, replaced));
    }
    await Promise.all([callers.done, ...replaced]);
    await untilAtRest(system);
    const found = await whatBecame(system);
    const { lost, wrong, hit } = found;
    const told = Object.entries(found).map(([what, count]) => `${count} ${what}`);
    return {
      runs: kills,
      measured: `${calls} calls: ${told.join(', ')}`,
      holds: lost === 0 && wrong === 0 && hit > 0,
    };
  },
} satisfies Fault;

/** Another worker takes its place, in its time. */
async function killWorker(system: System, replaced: Promise<unknown>[]): Promise<void> {
  if (system.workers.length === 0) await Promise.all(replaced);
  const victim = system.workers.shift();
  if (victim === undefined) throw new Error('a system without workers');
  victim.signal('SIGKILL');
  await victim.exited;
  replaced.push(system.startWorker());
}

const CALL = 'FROM longshore.retry_call AS call';

async function whatBecame(system: System) {
  const count = (from: string) => countOf(system, from);
  const inState = (state: string) => count(`${CALL} WHERE state = '${state}'`);
  const hasPaid =
    "(SELECT 1 FROM paid WHERE key = call_key AND amount = (params::json->>'amount')::int)";
  return {
    succeeded: await inState('succeeded'),
    refused: await inState('refused'),
    'given up': await inState('given_up'),
    /** Wanted without a record, or tried without one. */
    lost:
      (await count(`FROM wanted WHERE NOT EXISTS (SELECT 1 ${CALL} WHERE call_key = key)`)) +
      (await count(`FROM tried WHERE NOT EXISTS (SELECT 1 ${CALL} WHERE call_key = key)`)),
    /** In a state that its attempts do not bear out. */
    wrong:
      (await count(`${CALL} WHERE state = 'succeeded' AND NOT EXISTS ${hasPaid}`)) +
      (await count(`${CALL} WHERE attempt > ${MOST_ATTEMPTS}`)) +
      (await count(
        `${CALL} WHERE state = 'given_up' AND (SELECT count(*) FROM longshore.retry_attempt WHERE id = call.id) < ${MOST_ATTEMPTS}`,
      )),
    hit: await count(`FROM longshore.retry_attempt WHERE outcome = 'lost'`),
    'done twice': await count('FROM paid WHERE attempts > 1'),
  };
}

/** Five workers run a routine each second; one is an hour ahead, one freezes, one is killed. */
import { type AppProcess, shiftedClock, waitUntil } from '@longshore/infra';
import { query } from '../../support/query.js';
import type { System } from '../../support/system.js';
import type { Fault } from '../fault.js';
import { countTicks, ranTicks, routineSystem, untilRan } from '../routines.js';
import type { Stage } from '../stage.js';

const HOUR_S = 3_600;

export default {
  does: 'Of five workers one is an hour ahead, one freezes for some ticks, and one is killed.',
  promises: 'Each tick of a routine runs exactly once.',
  run: async (stage) => {
    const ahead = await shiftedClock({ seconds: HOUR_S, say: console.warn });
    const rounds = stage.times(1, 2);
    const ticks = stage.times(10, 60);
    const results = [];
    for (let i = 0; i < rounds; i++) results.push(await play(stage, ticks, ahead ?? {}));
    const holds = results.every(({ ran, doubled }) => ran === ticks && doubled === 0);
    const told = results.map((r) => `${r.ran} ran, ${r.doubled} doubled, ${r.missed} missed`);
    if (ahead === null) told.push('SKIPPED the wrong clock: libfaketime cannot be had here');
    return { runs: rounds * ticks, measured: told.join('; '), holds };
  },
} satisfies Fault;

/** `ahead`: variables of the worker whose clock is wrong. */
async function play(stage: Stage, ticks: number, ahead: Readonly<Record<string, string>>) {
  const system = await routineSystem(stage);
  const [frozen, killed] = await Promise.all([
    system.startWorker(),
    system.startWorker(),
    system.startWorker(ahead),
    system.startWorker(),
    system.startWorker(),
  ]);
  await untilRan(system, 1);
  frozen.signal('SIGSTOP');
  killed.signal('SIGKILL');
  await untilRan(system, Math.floor(ticks / 2));
  frozen.signal('SIGCONT');
  await untilRan(system, ticks);
  await thawedRunsEnd(system, frozen);
  const counted = countTicks(await ranTicks(system), ticks);
  await system.stop();
  return counted;
}

/** The worker that was frozen has tried its late writes when it has run another tick. */
const thawedRunsEnd = async (system: System, { pid }: AppProcess) => {
  const ofIt = () => query(system, `SELECT 1 FROM ran WHERE pid = ${pid}`);
  const before = (await ofIt()).length;
  await waitUntil(async () => (await ofIt()).length > before, {
    what: 'the thawed worker to run',
    timeoutMs: 60_000,
  });
};

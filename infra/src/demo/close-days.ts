/**
 * The guided run of `npm run demo -- routines`: the day is closed by hand, the fees are posted once
 * by a call that is recorded, and the clock closes days every two seconds while a worker is killed.
 */
import type { RoutineRuns } from '@longshore/contract';
import { ageSettlements, postings, settlementFigures } from '@longshore/shop/figures';
import { retries } from '../commands/longshore-retries.js';
import { routines } from '../commands/longshore-routines.js';
import { type OperatorCall, operatorCall } from '../operator-call.js';
import { StackError } from '../stack-error.js';
import { addsUp, demoClient, type GuidedRun, killWorker, number, until } from './guided-run.js';
import { runToEnd } from './run-to-end.js';

const TYPE = 'close-day';
const EVERY_MS = 2_000;
const EVERY = '*/2 * * * * *';
const TICKS = 8;
const KILL_AFTER_TICKS = 3;

export const closeDays: GuidedRun = {
  orders: 20_000,
  does: 'a routine closes the day before and posts its fees, once a tick, also when a worker dies',
  async run(options) {
    const { stack, signal, say } = options;
    const client = demoClient(stack);
    const call = operatorCall({ LONGSHORE_URL: stack.address });
    const longshore = async (...words: string[]) => {
      const [subject = '', ...rest] = words;
      say('');
      say(`$ npm run longshore -- ${words.map(quoted).join(' ')}`);
      const told = await (subject === 'routines' ? routines : retries)(rest, call);
      for (const line of told) say(line);
    };

    await runToEnd((call) => client.registerBatchTask({ type: 'settle-orders' }, call), {
      client,
      name: 'batch settle-orders',
      signal,
      onAnswer: () => {},
    });
    await ageSettlements(stack.databaseUrl);
    const { settled, fees } = await settlementFigures(stack.databaseUrl);
    say(`${number(settled)} orders were settled "yesterday", with fees of ${fees}.`);

    await longshore('routines');
    await longshore('routines', 'run', TYPE);
    const posting = await until('the posting', signal, async () => {
      const [found] = await postings(stack.databaseUrl);
      return found ?? null;
    });
    addsUp('posting', { orders: [posting.orders, settled], fees: [posting.fees, fees] });
    say(`Posted: ${posting.key}, ${number(settled)} orders, ${fees}.`);
    await longshore('retries');

    await longshore('routines', 'cron', TYPE, EVERY);
    const ticks = (count: number) =>
      until(`${count} ticks`, signal, async () => (await ended(call)).length >= count || null);
    await ticks(KILL_AFTER_TICKS);
    killWorker(options);
    await ticks(TICKS);
    await longshore('routines', 'cron', TYPE, 'declared');
    await longshore('routines', 'runs', TYPE);
    checkTicks(await ended(call));
    addsUp('books', { postings: [(await postings(stack.databaseUrl)).length, 1] });
    say('');
    say('Each tick ran once, and the fees were posted once.');
  },
};

/** As it is typed. */
const quoted = (word: string): string => (word.includes(' ') ? `"${word}"` : word);

/** Runs of the clock that have ended, oldest first. */
async function ended(call: OperatorCall): Promise<RoutineRuns['items']> {
  const { items } = await call<RoutineRuns>('GET', `/routines/${TYPE}/runs?limit=100`);
  return items.filter(({ madeBy, outcome }) => madeBy === 'clock' && outcome !== null).toReversed();
}

/** Throws StackError when a tick is missing, doubled, or did not succeed. */
function checkTicks(runs: RoutineRuns['items']): void {
  for (const [i, { tick, outcome, message }] of runs.entries()) {
    const before = runs[i - 1];
    if (outcome !== 'succeeded') throw new StackError(`The tick of ${tick} ${outcome}: ${message}`);
    if (before !== undefined && Date.parse(tick) - Date.parse(before.tick) !== EVERY_MS)
      throw new StackError(`The tick of ${tick} follows that of ${before.tick}.`);
  }
}

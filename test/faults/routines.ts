/** Systems whose workers run a routine each second, and what their ticks came to. */
import { waitUntil } from '@longshore/infra';
import { builtBusiness } from '../support/built-business.js';
import { query } from '../support/query.js';
import type { System, SystemOptions } from '../support/system.js';
import type { Stage } from './stage.js';

const BUSINESS = builtBusiness('routine-business');

/** Without a worker yet. */
export const routineSystem = (
  stage: Stage,
  options: Pick<SystemOptions, 'hasLines'> = {},
): Promise<System> => stage.system({ ...options, workers: 0, env: { BUSINESS } });

/** The ticks of the routine `every-second` that were written down, one a run. */
export async function ranTicks(system: System): Promise<Date[]> {
  const rows = await query<{ tick: Date }>(
    system,
    `SELECT tick FROM ran WHERE type = 'every-second' ORDER BY tick`,
  );
  return rows.map(({ tick }) => tick);
}

/** Resolves when so many ticks, from the first one on, have run. */
export const untilRan = (system: System, count: number): Promise<unknown> =>
  waitUntil(async () => countTicks(await ranTicks(system), count).missed === 0, {
    what: `${count} ticks to run`,
    timeoutMs: 180_000,
  });

/** Of the first ticks, one a second: how many ran, ran twice, and never did. */
export function countTicks(ticks: readonly Date[], count: number) {
  const seconds = secondsOf(ticks).filter((second) => second < count);
  const ran = new Set(seconds);
  return { ran: ran.size, doubled: seconds.length - ran.size, missed: count - ran.size };
}

/** Seconds since the first tick. */
const secondsOf = (ticks: readonly Date[]): number[] =>
  ticks.map((tick) => (tick.getTime() - (ticks[0]?.getTime() ?? 0)) / 1_000);

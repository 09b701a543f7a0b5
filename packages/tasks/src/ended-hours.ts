/**
 * How many tasks ended, by hour and type. Used by fleet.ts.
 */
import { type Kind, TASK_KINDS } from '@longshore/contract';
import { inEachBucket } from './each-bucket.js';
import { bucketKeys } from './keys.js';
import type { RunScript } from './scripts.js';

/** How a task can end. */
type Ended = 'succeeded' | 'partial' | 'failed' | 'cancelled' | 'expired';

/** Tasks of one type that ended within an hour. */
export interface EndedHour extends Readonly<Record<Ended | 'rows' | 'runMs', number>> {
  /** Its first moment, in milliseconds since 1970. */
  readonly hour: number;
  readonly kind: Kind;
  readonly type: string;
}

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;
/**
 * Days that are over change only by a task whose expiry is noted late, and hold most of the counts.
 */
const KEPT_MS = 60_000;
const NOTHING = {
  succeeded: 0,
  partial: 0,
  failed: 0,
  cancelled: 0,
  expired: 0,
  rows: 0,
  runMs: 0,
} as const;

/** Reads the counts of the last day anew, those of the days before at most once a minute. */
export function endedHours(run: RunScript) {
  const kept = new Map<string, { readonly readAt: number; readonly hours: Promise<EndedHour[]> }>();

  return async (from: number, to: number): Promise<EndedHour[]> => {
    const [first, last] = [dayOf(from), dayOf(to)];
    const [earlier, latest] = await Promise.all([
      first < last ? readKept(first, last - 1) : [],
      read(last, last),
    ]);
    const firstHour = Math.floor(from / HOUR_MS) * HOUR_MS;
    return [...earlier, ...latest].filter(({ hour }) => hour >= firstHour);
  };

  function readKept(first: number, last: number): Promise<EndedHour[]> {
    for (const [days, { readAt }] of kept)
      if (performance.now() - readAt >= KEPT_MS) kept.delete(days);
    const days = `${first} ${last}`;
    const before = kept.get(days);
    if (before !== undefined) return before.hours;
    const hours = read(first, last);
    kept.set(days, { readAt: performance.now(), hours });
    hours.catch(() => kept.delete(days));
    return hours;
  }

  async function read(first: number, last: number): Promise<EndedHour[]> {
    const told = await inEachBucket((bucket) =>
      run('ended-hours', [bucketKeys(bucket).endedPrefix], [first, last]),
    );
    return sumByHour(told);
  }
}

const dayOf = (ms: number): number => Math.floor(ms / HOUR_MS / DAY_HOURS);

/** Lists of names, which are `<hour>:<kind>:<type>:<what>`, and counts. */
function sumByHour(told: readonly (readonly string[])[]): EndedHour[] {
  const hours = new Map<string, Record<string, number>>();
  for (const list of told)
    for (let i = 0; i + 1 < list.length; i += 2) {
      const name = list[i] ?? '';
      const at = name.lastIndexOf(':');
      const key = name.slice(0, at);
      const sums = hours.get(key) ?? { ...NOTHING };
      hours.set(key, sums);
      const what = name.slice(at + 1);
      sums[what] = (sums[what] ?? 0) + Number(list[i + 1]);
    }
  return [...hours]
    .map(([key, sums]) => {
      const [hour, kind = '', type = ''] = key.split(':');
      // the kind was written by this package
      return { ...NOTHING, ...sums, hour: Number(hour) * HOUR_MS, kind: kind as Kind, type };
    })
    .filter(({ kind }) => TASK_KINDS.includes(kind))
    .sort((a, b) => a.hour - b.hour || (a.kind + a.type < b.kind + b.type ? -1 : 1));
}

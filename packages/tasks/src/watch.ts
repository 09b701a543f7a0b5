/**
 * The part of the store by which one process of the fleet watches over it: who watches, which
 * workers are silent, how tasks ended, how long jobs wait. Used by create-task-store.ts.
 */
import type { Outcomes, WatchStore } from './alarm-store.js';
import { ALARM_KEYS, BUCKETS, bucketKeys } from './keys.js';
import { replyList } from './scripts.js';
import type { StoreContext } from './store-context.js';
import { toFields } from './task-fields.js';

const { workers, watcher, seen, samples, waitingPrefix } = ALARM_KEYS;
/** Samples of a window. */
const SAMPLES = 10;
/** How long a job that waits is remembered without a look. */
const REMEMBERED_MS = 3_600_000;

type Word = 'done' | 'refused' | 'fault' | 'expired';
const NONE: Outcomes = { done: 0, refused: 0, fault: 0, expired: 0, lastFault: null };

export function watch({ run }: StoreContext): WatchStore {
  return {
    sign: async ({ id, worker }, lockMs) => {
      const reply = await run('watch', [workers, watcher], [id, worker ?? '', lockMs]);
      const [isWatcher, nowMs] = replyList(reply).map(Number);
      return { isWatcher: isWatcher === 1, nowMs: nowMs ?? 0 };
    },
    leave: async ({ id, worker }) =>
      void (await run('leave-watch', [workers, watcher], [id, worker ?? ''])),
    silentWorkers: async (silentMs) => {
      const silent = toFields(await run('silent-workers', [workers], [silentMs])) ?? {};
      return Object.entries(silent).map(([name, at]) => ({ name, lastSignAt: Number(at) }));
    },
    forgetWorker: async ({ name, lastSignAt }, source) =>
      void (await run('forget-worker', [workers, seen], [name, lastSignAt, source])),
    outcomes: async () => {
      const buckets = Array.from({ length: BUCKETS }, (_, bucket) => bucketKeys(bucket).outcomes);
      const fields = await Promise.all(buckets.map((key) => run('read-outcomes', [key])));
      return sumOf(fields.map((reply) => toFields(reply) ?? {}));
    },
    sample: async (outcomes, windowMs) => {
      const text = JSON.stringify([...outcomes]);
      const args = [text, windowMs, Math.round(windowMs / SAMPLES)];
      const before = String((await run('sample-outcomes', [samples], args)) ?? '');
      // written by this method
      return before === '' ? null : new Map(JSON.parse(before) as [string, Outcomes][]);
    },
    waitingSince: async (kind, jobs) =>
      Number(await run('waiting-since', [waitingPrefix + kind], [REMEMBERED_MS, ...jobs])),
  };
}

function sumOf(buckets: readonly Readonly<Record<string, string>>[]): Map<string, Outcomes> {
  const sums = new Map<string, Outcomes>();
  for (const [field, value] of buckets.flatMap((bucket) => Object.entries(bucket))) {
    const at = field.lastIndexOf(':');
    const [type, word] = [field.slice(0, at), field.slice(at + 1)];
    const sum = sums.get(type) ?? NONE;
    sums.set(type, added(sum, word as Word | 'last', value)); // written by countOutcome
  }
  return sums;
}

/** Ids are ordered by time, so the last of all buckets is the greatest. */
function added(sum: Outcomes, word: Word | 'last', value: string): Outcomes {
  if (word !== 'last') return { ...sum, [word]: sum[word] + Number(value) };
  return {
    ...sum,
    lastFault: sum.lastFault === null || value > sum.lastFault ? value : sum.lastFault,
  };
}

/** The answer about throughput as one entry an hour, over the types that are asked for. */
import type { Throughput } from '@longshore/contract/browser';

export interface Hour {
  /** Its first moment, in milliseconds since 1970. */
  readonly at: number;
  readonly succeeded: number;
  readonly partial: number;
  readonly failed: number;
  /** Cancelled or expired. */
  readonly rest: number;
  readonly rows: number;
}

type Ended = Throughput['items'][number];

const HOUR_MS = 3_600_000;

/** Every hour of the answer, oldest first, also those in which nothing ended. */
export function hoursOf({ from, to, items }: Throughput, type: string | null): readonly Hour[] {
  const first = Math.floor(Date.parse(from) / HOUR_MS);
  const hours = Math.max(0, Math.ceil(Date.parse(to) / HOUR_MS) - first);
  const byHour = new Map<number, Ended[]>();
  for (const item of items) {
    if (type !== null && item.type !== type) continue;
    const hour = Math.floor(Date.parse(item.hour) / HOUR_MS);
    byHour.set(hour, [...(byHour.get(hour) ?? []), item]);
  }
  return Array.from({ length: hours }, (_, place) => {
    const ended = byHour.get(first + place) ?? [];
    const sum = (count: (item: Ended) => number) =>
      ended.reduce((all, item) => all + count(item), 0);
    return {
      at: (first + place) * HOUR_MS,
      succeeded: sum((item) => item.succeeded),
      partial: sum((item) => item.partial),
      failed: sum((item) => item.failed),
      rest: sum((item) => item.cancelled + item.expired),
      rows: sum((item) => item.rows),
    };
  });
}

/** Null: nothing ended of itself. What a person cancelled is no failure. */
export function failedShare({
  succeeded,
  partial,
  failed,
}: Pick<Hour, 'succeeded' | 'partial' | 'failed'>): number | null {
  const ended = succeeded + partial + failed;
  return ended === 0 ? null : failed / ended;
}

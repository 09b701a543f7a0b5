/** When attempts ran, from the ledger. */
import type { LedgerRecord } from '@longshore/contract';

/** The most attempts that were open at one moment. */
export function mostAtOnce(records: readonly LedgerRecord[]): number {
  const moments = records
    .flatMap(({ attempts }) => attempts)
    .flatMap(({ startedAt, endedAt }) => [
      { at: Date.parse(startedAt), change: 1 },
      { at: endedAt === null ? Number.POSITIVE_INFINITY : Date.parse(endedAt), change: -1 },
    ])
    .sort((a, b) => a.at - b.at || a.change - b.change);
  let open = 0;
  return moments.reduce((most, { change }) => {
    open += change;
    return Math.max(most, open);
  }, 0);
}

/** Milliseconds from the registration to the first attempt. */
export function waitMs({ registeredAt, attempts: [first] }: LedgerRecord): number {
  return first === undefined
    ? Number.POSITIVE_INFINITY
    : Date.parse(first.startedAt) - Date.parse(registeredAt);
}

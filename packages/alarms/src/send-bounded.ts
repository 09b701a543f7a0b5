/** One message to one sink, bounded in time also where the sink does not heed its signal. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Alarm } from '@longshore/contract';
import type { AlarmSink } from './alarm-sink.js';

const LONGEST_MS = 5_000;

/** Times that a message is tried; with `againInMs` some half an hour. */
export const MOST_TRIES = 15;

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5 * 60_000;

/** Pause before the next try: doubled each time, with up to a quarter of jitter. */
export const againInMs = (tries: number): number =>
  Math.round(
    Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), LONGEST_PAUSE_MS) * (1 + Math.random() / 4),
  );

/**
 * Throws what the sink throws, and when it takes too long. A process that closes waits for it: to
 * break off what the sink may have taken would send it twice.
 */
export async function sendBounded(sink: AlarmSink, alarm: Alarm): Promise<void> {
  const sent = new AbortController();
  const late = sleep(LONGEST_MS, undefined, { ref: false, signal: sent.signal }).then(() => {
    throw new Error(`the sink ${sink.name} took longer than ${LONGEST_MS} ms`);
  });
  try {
    await Promise.race([sink.send(alarm, AbortSignal.timeout(LONGEST_MS)), late]);
  } finally {
    late.catch(() => {}); // the race is over
    sent.abort();
  }
}

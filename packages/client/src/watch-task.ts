/**
 * Polls one task at the server's pace and tells what happens, until the task is over or the signal
 * aborts.
 */
import {
  type GetTaskStatusIn,
  POLL,
  STATUS,
  type TaskResultOut,
} from '@longshore/contract/browser';
import { ClientError } from './client-error.js';
import { backoffMs, paceMs } from './poll-pace.js';
import type { TaskClient } from './task-client.js';
import { currentVisibility, type Visibility } from './visibility.js';
import { waitForPage } from './wait-for-page.js';

/** One step of a watch: an answer, or an answer that did not come. */
export type WatchEvent =
  | { readonly name: 'answer'; readonly answer: TaskResultOut }
  /** An answer did not come; the watch goes on by itself at `retryAt` (milliseconds since 1970). */
  | {
      readonly name: 'trouble';
      readonly error: ClientError;
      readonly failures: number;
      readonly retryAt: number;
    };

/** When a watch asks, and what ends it. */
export interface WatchOptions {
  /** Ends the watch quietly. */
  readonly signal?: AbortSignal;
  /** Wait before the first question, as told by a registration. Default 0. */
  readonly firstAfterMs?: number;
  /** Pace in a hidden tab; null pauses there until the tab is seen again. Default null. */
  readonly hiddenPaceMs?: number | null;
  /** Default: the browser's tab; in Node one that is always awake. */
  readonly visibility?: Visibility;
}

/** Where the watch stands between two questions. */
interface Pace {
  asked: number;
  toldMs: number;
  failures: number;
  retryAt: number | null;
}

const NEVER = new AbortController().signal;

/**
 * Yields every answer and every trouble. Ends after an answer that is not "in progress". Never asks
 * faster than the server told; asks at once when tab or line return, if that much time has passed.
 * Throws ClientError when asking again cannot help.
 */
export async function* watchTask(
  client: TaskClient,
  target: GetTaskStatusIn,
  options: WatchOptions = {},
): AsyncGenerator<WatchEvent, void> {
  const {
    signal = NEVER,
    visibility = currentVisibility(),
    hiddenPaceMs = null,
    firstAfterMs,
  } = options;
  const pace: Pace = { asked: Date.now(), toldMs: firstAfterMs ?? 0, failures: 0, retryAt: null };
  for (let first = true; ; first = false) {
    await waitForPage({
      ...times(pace, first && firstAfterMs === undefined, hiddenPaceMs),
      visibility,
      signal,
    });
    if (signal.aborted) return;
    const event = await ask(client, target, pace, signal);
    if (event === null) return;
    yield event;
    if (event.name === 'answer' && event.answer.status !== STATUS.inProgress) return;
  }
}

function times({ asked, toldMs, retryAt }: Pace, atOnce: boolean, hiddenPaceMs: number | null) {
  const earliest = asked + (atOnce ? 0 : paceMs(toldMs, Math.random()));
  const hidden = hiddenPaceMs === null ? null : Math.max(earliest, asked + hiddenPaceMs);
  return { earliest, planned: retryAt ?? earliest, hidden };
}

/** One question; notes in `pace` when the next may follow. Null: aborted. */
async function ask(
  client: TaskClient,
  target: GetTaskStatusIn,
  pace: Pace,
  signal: AbortSignal,
): Promise<WatchEvent | null> {
  try {
    const answer = await client.getTaskStatus(target, { signal });
    Object.assign(pace, {
      asked: Date.now(),
      toldMs: answer.pollAfterMs,
      failures: 0,
      retryAt: null,
    });
    return { name: 'answer', answer };
  } catch (error) {
    if (signal.aborted) return null;
    if (!(error instanceof ClientError) || !error.retryable) throw error;
    return noteTrouble(pace, error);
  }
}

function noteTrouble(pace: Pace, error: ClientError): WatchEvent {
  const failures = pace.failures + 1;
  const asked = Date.now();
  const retryAt = asked + backoffMs(failures, error.retryAfterMs, Math.random());
  Object.assign(pace, { asked, failures, retryAt, toldMs: error.retryAfterMs ?? POLL.quickMs });
  return { name: 'trouble', error, failures, retryAt };
}

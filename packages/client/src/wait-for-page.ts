/** Waiting that a returning tab or line cuts short. Used by watch-task.ts. */
import type { Visibility } from './visibility.js';

export interface Wait {
  /**
   * When to go on while someone looks; a return of tab or line goes on from here at once.
   * Milliseconds since 1970.
   */
  readonly earliest: number;
  /** When to go on without such a return. */
  readonly planned: number;
  /** When to go on in a hidden tab; null: not before it is seen again. */
  readonly hidden: number | null;
  readonly visibility: Visibility;
  readonly signal: AbortSignal;
}

/** Longest that a timer of browsers and Node can wait. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Resolves when it is time, or when the signal aborts. Wall clock, so that a laptop's sleep counts.
 */
export async function waitForPage(wait: Wait): Promise<void> {
  const { visibility, signal } = wait;
  let returned = false;
  let before = visibility.state();
  while (!signal.aborted) {
    const state = visibility.state();
    returned ||= before !== 'awake' && state === 'awake';
    before = state;
    const due = dueAt(wait, state, returned);
    if (due !== null && Date.now() >= due) return;
    await changeOrTime(visibility, signal, due);
  }
}

function dueAt(
  { earliest, planned, hidden }: Wait,
  state: ReturnType<Visibility['state']>,
  returned: boolean,
): number | null {
  if (state === 'offline') return null;
  if (state === 'hidden') return hidden;
  return returned ? earliest : planned;
}

function changeOrTime(
  visibility: Visibility,
  signal: AbortSignal,
  due: number | null,
): Promise<void> {
  return new Promise((resolve) => {
    const timer =
      due === null ? undefined : setTimeout(done, Math.min(due - Date.now(), LONGEST_TIMER_MS));
    const unsubscribe = visibility.subscribe(done);
    signal.addEventListener('abort', done, { once: true });
    function done() {
      clearTimeout(timer);
      unsubscribe();
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}

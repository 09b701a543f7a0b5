/** Tells when files below a folder have changed, once for changes that come together. */
import { watch } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** An editor writes a file in several steps. */
const SETTLE_MS = 100;

/**
 * Calls `changed` after each change, one call at a time; what changes during a call is told by the
 * next one. Resolves when the signal aborts. Throws what `changed` throws.
 */
export async function watchSources(
  folder: string,
  signal: AbortSignal,
  changed: () => Promise<void>,
): Promise<void> {
  let isChanged = false;
  let wake = () => {};
  const note = () => {
    isChanged = true;
    wake();
  };
  signal.addEventListener('abort', () => wake(), { once: true });
  const watcher = watch(folder, { recursive: true, signal }, note);
  watcher.on('error', note); // a folder that is gone: the next build says it
  while (!signal.aborted) {
    if (!isChanged) await new Promise<void>((resolve) => (wake = resolve));
    if (signal.aborted) return;
    await sleep(SETTLE_MS);
    isChanged = false;
    await changed();
  }
}

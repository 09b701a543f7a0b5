/**
 * Yields to the event loop while a large workbook is read or written, so that other work of the
 * process runs.
 */
import { setImmediate } from 'node:timers/promises';

const HELD_MS = 5;

/**
 * Passes items on. After 5 ms of work without a pause, the event loop runs before the next item.
 */
export async function* withTurns<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
  let since = performance.now();
  for await (const item of items) {
    if (performance.now() - since > HELD_MS) {
      await setImmediate();
      since = performance.now();
    }
    yield item;
  }
}

/**
 * Keeps the event loop free: other work of the process gets its turn while a large workbook is read
 * or written.
 */
import { setImmediate } from 'node:timers/promises';

const HELD_MS = 5;

/**
 * Passes items on; where the work on them has held the event loop for long, it gets a turn before
 * the next.
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

/**
 * Iterates until a signal fires, also when the source never answers. Readers and writers wrap the
 * iterables of their callers.
 */

/** Throws the signal's reason; the source is closed in either case. */
export async function* untilAborted<T>(
  source: AsyncIterable<T> | Iterable<T>,
  signal: AbortSignal | undefined,
): AsyncGenerator<T> {
  if (signal === undefined) return yield* source;
  const iterator =
    Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  let ended = false;
  try {
    for (;;) {
      signal.throwIfAborted();
      const result = await orAborted(iterator.next(), signal);
      ended = result.done === true;
      if (result.done === true) return;
      yield result.value;
    }
  } finally {
    if (!ended) await close(iterator, signal);
  }
}

/** Handles the rejection of `value` after an abort too: an unhandled one would end the process. */
function orAborted<T>(value: T | PromiseLike<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    Promise.resolve(value)
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', abort));
  });
}

/** After an abort the closing is not awaited: a source that hangs would block the caller. */
async function close(
  iterator: AsyncIterator<unknown> | Iterator<unknown>,
  signal: AbortSignal,
): Promise<void> {
  const closing = Promise.resolve(iterator.return?.());
  if (!signal.aborted) await closing;
  else closing.catch(() => undefined);
}

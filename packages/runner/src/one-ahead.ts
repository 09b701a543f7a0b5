/** Items in their order, the next one asked for while the last is being used: reading and saving take turns on different processes. */

/** An error of the source is thrown where its item would have come. */
export async function* oneAhead<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
  const source = items[Symbol.asyncIterator]();
  const ask = () => {
    const asked = source.next();
    // It is awaited only when its reader comes back; a failure in between must not count as unhandled.
    asked.catch(() => undefined);
    return asked;
  };
  try {
    for (let next = ask(); ; ) {
      const { done, value } = await next;
      if (done) return;
      next = ask();
      yield value;
    }
  } finally {
    await source.return?.();
  }
}

/**
 * Reads ahead: while the database saves one chunk, the next chunk is read and checked. At most one
 * item is fetched ahead. Used by run-import.ts.
 */

export interface Prefetch<T> {
  /**
   * The next item; null after the last. An error of the source is thrown where its item would have
   * come.
   */
  next(): Promise<T | null>;
  /** Starts fetching the next item unless one is already being fetched. */
  prefetchNext(): void;
  close(): Promise<void>;
}

export function prefetch<T>(items: AsyncIterable<T>): Prefetch<T> {
  const source = items[Symbol.asyncIterator]();
  let asked: Promise<IteratorResult<T>> | null = null;
  const fetchNext = (): Promise<IteratorResult<T>> => {
    if (asked !== null) return asked;
    asked = source.next();
    // `next` awaits this promise later; a rejection in between must not count as unhandled.
    asked.catch(() => undefined);
    return asked;
  };
  return {
    next: async () => {
      const { done, value } = await fetchNext().finally(() => {
        asked = null;
      });
      return done ? null : value;
    },
    prefetchNext: () => void fetchNext(),
    close: async () => {
      await source.return?.();
    },
  };
}

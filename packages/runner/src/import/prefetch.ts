/**
 * Items in their order, of which the next can be made ahead: while the database works on one, this
 * process makes another.
 */

export interface Prefetch<T> {
  /**
   * The next item; null after the last. An error of the source is thrown where its item would have
   * come.
   */
  next(): Promise<T | null>;
  /** Begins to make the next item, if nobody has yet: called when this process would only wait. */
  prepare(): void;
  close(): Promise<void>;
}

export function prefetch<T>(items: AsyncIterable<T>): Prefetch<T> {
  const source = items[Symbol.asyncIterator]();
  let asked: Promise<IteratorResult<T>> | null = null;
  const prepare = (): Promise<IteratorResult<T>> => {
    if (asked !== null) return asked;
    asked = source.next();
    // It is awaited only when its reader comes back; a failure in between must not count as
    // unhandled.
    asked.catch(() => undefined);
    return asked;
  };
  return {
    next: async () => {
      const { done, value } = await prepare().finally(() => {
        asked = null;
      });
      return done ? null : value;
    },
    prepare: () => void prepare(),
    close: async () => {
      await source.return?.();
    },
  };
}

/**
 * Pages one after another, each found by the key of the last row before it; the next is asked for
 * while the last is being used.
 */

/** The values of a row's key columns. */
export type Key = readonly unknown[];

/** A number in digits that a double would lose. */
export interface Digits {
  readonly digits: string;
}

/** Where pages come from. */
export interface PageSource<Page> {
  readonly pageRows: number;
  /** Rows in all at most. */
  readonly limit: number;
  /** The pages begin behind this key; null: with the first row. */
  readonly after: Key | null;
  /** At most so many rows after a key; null: from the start. */
  ask(after: Key | null, rows: number): Promise<Page>;
  /**
   * Of the page's last row. Throws when a part of it is missing: the rows after it would be lost.
   */
  keyOf(page: Page): Key;
}

/** The pages of a source in turn; asks for the next page while the reader uses the last. */
export async function* pageByPage<Page extends { readonly length: number }>(
  source: PageSource<Page>,
): AsyncGenerator<Page> {
  const { pageRows, limit } = source;
  let left = limit;
  if (left <= 0) return;
  let next = source.ask(source.after, Math.min(pageRows, left));
  for (;;) {
    const page = await next;
    if (page.length === 0) return;
    left -= page.length;
    const after = source.keyOf(page);
    const more = page.length === pageRows && left > 0;
    if (more) next = source.ask(after, Math.min(pageRows, left));
    // It is awaited only when its reader comes back; a failure in between must not count as
    // unhandled.
    next.catch(() => undefined);
    yield page;
    if (!more) return;
  }
}

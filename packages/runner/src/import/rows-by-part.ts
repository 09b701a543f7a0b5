/**
 * Failed rows of an import, sheet by sheet. Used by the error workbook, which has a sheet for each.
 */
import type { FailedRow } from '@longshore/database';

type Pages = AsyncIterable<readonly FailedRow[]>;

/**
 * The rows of one part after the other, from one reading: each part must be asked for once, in
 * reading order, and read to its end.
 */
export function rowsByPart(pages: Pages): (part: number) => AsyncGenerator<readonly FailedRow[]> {
  const source = pages[Symbol.asyncIterator]();
  let rest: readonly FailedRow[] = [];
  return async function* (part) {
    for (;;) {
      if (rest.length === 0) {
        const { done, value } = await source.next();
        if (done) return;
        rest = value;
      }
      const end = rest.findIndex(({ place }) => place.part !== part);
      if (end === 0) return;
      const own = end === -1 ? rest : rest.slice(0, end);
      rest = rest.slice(own.length);
      yield own;
    }
  };
}

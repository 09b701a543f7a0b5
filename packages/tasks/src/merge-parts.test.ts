import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type ListPart, mergeParts, partsBehind } from './merge-parts.js';

/** One bucket's walk, as list.lua does it: over `walked` entries at most, until `limit` match. */
function walk(
  entries: readonly string[],
  { below, limit, walked, matches }: WalkOptions,
): ListPart {
  const ahead = entries
    .filter((id) => below === null || id < below)
    .sort()
    .reverse();
  const ids: string[] = [];
  for (const [position, id] of ahead.entries()) {
    if (position === walked) return { ids, walkedTo: ahead[position - 1] ?? null };
    if (matches(id)) ids.push(id);
    if (ids.length === limit && position < ahead.length - 1) return { ids, walkedTo: id };
  }
  return { ids, walkedTo: null };
}

interface WalkOptions {
  readonly below: string | null;
  readonly limit: number;
  readonly walked: number;
  readonly matches: (id: string) => boolean;
}

const id = fc.nat(5_000).map((number) => String(number).padStart(6, '0'));

it('pages of all buckets hold every match once, newest first', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(id, { maxLength: 60 }),
      fc.record({
        buckets: fc.integer({ min: 1, max: 5 }),
        limit: fc.integer({ min: 1, max: 7 }),
        walked: fc.integer({ min: 1, max: 6 }),
        every: fc.constantFrom(1, 2, 7),
      }),
      (ids, { buckets, limit, walked, every }) => {
        const matches = (one: string) => Number(one) % every === 0;
        const bucketOf = (bucket: number) => ids.filter((_, index) => index % buckets === bucket);
        const seen: string[] = [];
        let below: string | null = null;
        for (let calls = 0; calls < 500; calls++) {
          const options = { below, limit, walked, matches };
          const page = mergeParts(
            Array.from({ length: buckets }, (_, bucket) => walk(bucketOf(bucket), options)),
            limit,
          );
          expect(page.ids.length).toBeLessThanOrEqual(limit);
          seen.push(...page.ids);
          below = page.nextCursor;
          if (below === null) break;
        }
        expect(below).toBeNull();
        expect(seen).toEqual(ids.filter(matches).sort().reverse());
      },
    ),
  );
});

it('fills the page when those parts are walked on that are behind', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(id, { maxLength: 60 }),
      fc.record({
        buckets: fc.integer({ min: 1, max: 5 }),
        limit: fc.integer({ min: 1, max: 7 }),
        walked: fc.integer({ min: 1, max: 6 }),
      }),
      (ids, { buckets, limit, walked }) => {
        const matches = (one: string) => Number(one) % 2 === 0;
        // most ids are in the first bucket
        const bucketOf = (bucket: number) =>
          ids.filter((_, i) => (i % 4 === 0 ? i % buckets : 0) === bucket);
        const on = (bucket: number, below: string | null) =>
          walk(bucketOf(bucket), { below, limit, walked, matches });
        let parts = Array.from({ length: buckets }, (_, bucket) => ({
          bucket,
          ...on(bucket, null),
        }));
        for (;;) {
          const behind = partsBehind(parts, limit);
          if (behind.length === 0) break;
          parts = parts.map((part) => {
            if (!behind.includes(part)) return part;
            const further = on(part.bucket, part.walkedTo);
            return { ...part, ...further, ids: [...part.ids, ...further.ids] };
          });
        }
        const all = ids.filter(matches).sort().reverse();
        expect(mergeParts(parts, limit).ids).toEqual(all.slice(0, limit));
      },
    ),
  );
});

it('is the last page when nothing is left', () => {
  expect(
    mergeParts(
      [
        { ids: ['3', '1'], walkedTo: null },
        { ids: ['2'], walkedTo: null },
      ],
      3,
    ),
  ).toEqual({ ids: ['3', '2', '1'], nextCursor: null });
});

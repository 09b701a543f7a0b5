import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Prefetch, prefetch } from './prefetch.js';

async function* counting(to: number, seen: string[] = []): AsyncGenerator<number> {
  try {
    for (let i = 0; i < to; i++) {
      seen.push(`made ${i}`);
      yield i;
    }
  } finally {
    seen.push('closed');
  }
}

async function all<T>(
  items: Prefetch<T>,
  isPrepared: (index: number) => boolean = () => true,
): Promise<T[]> {
  const seen: T[] = [];
  for (let item = await items.next(); item !== null; item = await items.next()) {
    if (isPrepared(seen.length)) items.prefetchNext();
    seen.push(item);
  }
  return seen;
}

describe('prefetch', () => {
  it('gives all items in their order, whichever were prepared', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 20 }),
        fc.infiniteStream(fc.boolean()),
        async (length, prepared) => {
          const items = prefetch(counting(length));
          expect(await all(items, () => prepared.next().value === true)).toEqual(
            Array.from({ length }, (_, i) => i),
          );
        },
      ),
    );
  });

  it('makes the next item when it is told to, and never two', async () => {
    const seen: string[] = [];
    const items = prefetch(counting(3, seen));
    expect(await items.next()).toBe(0);
    expect(seen).toEqual(['made 0']);
    items.prefetchNext();
    items.prefetchNext();
    await new Promise(setImmediate);
    expect(seen).toEqual(['made 0', 'made 1']);
    expect(await items.next()).toBe(1);
    expect(seen).toEqual(['made 0', 'made 1']);
  });

  it('closes the source when its user stops', async () => {
    const seen: string[] = [];
    const items = prefetch(counting(9, seen));
    await items.next();
    items.prefetchNext();
    await items.close();
    expect(seen.at(-1)).toBe('closed');
  });

  it('throws an error of the source where its item would have come', async () => {
    const items = prefetch(
      (async function* () {
        yield 1;
        throw new Error('broken');
      })(),
    );
    expect(await items.next()).toBe(1);
    items.prefetchNext();
    await new Promise(setImmediate);
    await expect(items.next()).rejects.toThrow('broken');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oneAhead } from './one-ahead.js';

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

describe('oneAhead', () => {
  it('gives all items in their order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 20 }), async (length) => {
        expect(await all(oneAhead(counting(length)))).toEqual(Array.from({ length }, (_, i) => i));
      }),
    );
  });

  it('has the next item made while one is used, and never two', async () => {
    const seen: string[] = [];
    for await (const item of oneAhead(counting(3, seen))) {
      await new Promise(setImmediate);
      seen.push(`used ${item}`);
    }
    expect(seen).toEqual(['made 0', 'made 1', 'used 0', 'made 2', 'used 1', 'closed', 'used 2']);
  });

  it('closes the source when its user stops', async () => {
    const seen: string[] = [];
    for await (const item of oneAhead(counting(9, seen))) if (item === 1) break;
    expect(seen.at(-1)).toBe('closed');
  });

  it('throws an error of the source after the items before it', async () => {
    const used: number[] = [];
    const broken = async () => {
      for await (const item of oneAhead(failing())) {
        await new Promise(setImmediate);
        used.push(item);
      }
    };
    await expect(broken()).rejects.toThrow('unreadable');
    expect(used).toEqual([0, 1]);
  });
});

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

async function* failing(): AsyncGenerator<number> {
  yield* counting(2);
  throw new Error('unreadable');
}

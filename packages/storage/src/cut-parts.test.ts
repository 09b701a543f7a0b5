/** Parts of one size from chunks of any size. */
import { PassThrough, Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutParts } from './cut-parts.js';

const never = new AbortController().signal;

test('the parts are the stream, each full but the last, numbered from 1', async () => {
  const chunks = fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(chunks, fc.integer({ min: 1, max: 40 }), async (given, partBytes) => {
      const taken: Buffer[] = [];
      let ended = false;
      for await (const { number, bytes, last, release } of cutParts(
        Readable.from(given),
        partBytes,
        never,
      )) {
        taken.push(Buffer.from(bytes));
        expect(number).toBe(taken.length);
        expect(ended).toBe(false);
        if (last) expect(bytes.length).toBeLessThan(partBytes);
        else expect(bytes.length).toBe(partBytes);
        ended = last;
        release();
      }
      expect(ended).toBe(true);
      expect(Buffer.concat(taken)).toEqual(Buffer.concat(given));
    }),
  );
});

test('the memory of a small stream is small, and grows until it has a part', async () => {
  const partBytes = 8 * 1024 * 1024;
  const [small] = await partsOf([Buffer.alloc(3_000, 1)], partBytes);
  expect(small?.buffer.byteLength).toBeLessThan(128 * 1024);
  const chunks = Array.from({ length: 200 }, (_, i) => Buffer.alloc(50_000, i));
  const parts = await partsOf(chunks, partBytes);
  expect(parts.map(({ length }) => length)).toEqual([partBytes, 10_000_000 - partBytes]);
  expect(Buffer.concat(parts).equals(Buffer.concat(chunks))).toBe(true);
});

async function partsOf(chunks: readonly Buffer[], partBytes: number): Promise<Buffer[]> {
  const parts: Buffer[] = [];
  for await (const { bytes } of cutParts(Readable.from(chunks), partBytes, never))
    parts.push(bytes);
  return parts;
}

test('memory that was given back is used again, and what was kept is left alone', async () => {
  const parts = cutParts(Readable.from(['aaaa', 'bbbb', 'cccc']), 4, never);
  const first = (await parts.next()).value;
  const second = (await parts.next()).value;
  first?.release();
  const third = (await parts.next()).value;
  expect(third?.bytes.buffer).toBe(first?.bytes.buffer);
  expect([second?.bytes.toString(), third?.bytes.toString()]).toEqual(['bbbb', 'cccc']);
});

test('an error before the first part is asked for is kept for the one who asks', async () => {
  const source = new PassThrough();
  const parts = cutParts(source, 4, never);
  source.destroy(new Error('too early'));
  await new Promise((resolve) => source.once('close', resolve));
  await expect(parts.next()).rejects.toThrow('too early');
});

test('an abort ends the source, also while nobody asks, or before it began', async () => {
  for (const abort of [new AbortController(), null]) {
    const source = new PassThrough();
    cutParts(source, 4, abort?.signal ?? AbortSignal.abort());
    abort?.abort();
    expect(source.destroyed).toBe(true);
    await new Promise((resolve) => source.once('close', resolve));
  }
});

test('what is neither bytes nor text is refused', async () => {
  await expect(cutParts(Readable.from([{ rows: 1 }]), 4, never).next()).rejects.toThrow(TypeError);
});

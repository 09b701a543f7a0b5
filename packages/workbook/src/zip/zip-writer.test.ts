import { buffer } from 'node:stream/consumers';
import { inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesSource } from '../book-source.js';
import { deflatePieces } from './deflate-pieces.js';
import { openZip } from './open-zip.js';
import { ZipWriter } from './zip-writer.js';

async function* piecesOf(bytes: Uint8Array, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield Buffer.from(bytes.subarray(at, at + size));
}

test('jobs of any size join into one deflate stream', async () => {
  const anyBytes = fc
    .array(fc.constantFrom(0, 1, 97, 255), { maxLength: 3_000 })
    .map((list) => Uint8Array.from(list));
  await fc.assert(
    fc.asyncProperty(
      anyBytes,
      fc.integer({ min: 1, max: 500 }),
      fc.integer({ min: 0, max: 9 }),
      async (bytes, size, level) => {
        const totals = { crc: 0, size: 0 };
        const packed = await buffer(deflatePieces(piecesOf(bytes, size), totals, level));
        expect(inflateRawSync(packed).equals(bytes)).toBe(true);
        expect(totals.size).toBe(bytes.length);
      },
    ),
    { numRuns: 50 },
  );
});

test('parts and streams come back by name', async () => {
  const zip = new ZipWriter();
  const chunks = [zip.part('a.txt', 'alpha')];
  const pieces = piecesOf(Buffer.from('beta'.repeat(10_000)), 999);
  for await (const chunk of zip.stream('b/b.txt', (totals) => deflatePieces(pieces, totals, 1)))
    chunks.push(chunk);
  const files = await openZip(bytesSource(Buffer.concat([...chunks, zip.end()])));
  const contents = await Promise.all(
    files.map(async (file) => [file.name, (await buffer(file.bytes())).toString()]),
  );
  expect(contents).toEqual([
    ['a.txt', 'alpha'],
    ['b/b.txt', 'beta'.repeat(10_000)],
  ]);
});

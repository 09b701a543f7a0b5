/** Any bytes become DEFLATE that zlib unpacks, in as many blocks as they need. */
import { inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Encoder } from './encoder.js';

function packed(pieces: readonly Uint8Array[]): Buffer {
  const encoder = Encoder.take();
  const { wasm } = encoder;
  const out: Buffer[] = [];
  for (const piece of pieces) {
    if (wasm.isBlockFull()) out.push(encoder.packed(wasm.packBlock()));
    encoder.setRaw(piece);
    wasm.writeRaw(piece.length);
  }
  out.push(encoder.packed(wasm.packBlock()), encoder.packed(wasm.packEnd()));
  encoder.giveBack();
  return Buffer.concat(out);
}

function check(pieces: readonly Uint8Array[]): void {
  expect(inflateRawSync(packed(pieces)).equals(Buffer.concat(pieces))).toBe(true);
}

test('random bytes, few different ones or many, come back', () => {
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 500 }),
    fc
      .array(fc.constantFrom(0, 1, 97, 255), { maxLength: 500 })
      .map((list) => Uint8Array.from(list)),
  );
  fc.assert(fc.property(fc.array(piece, { maxLength: 30 }), check), { numRuns: 200 });
});

test('nothing, one byte, and a long run come back', () => {
  check([]);
  check([Buffer.from('x')]);
  for (const length of [257, 258, 259, 260, 261, 516, 517, 200_000])
    check([Buffer.alloc(length, 7)]);
});

test('several blocks come back, with matches over their borders', () => {
  const piece = Buffer.from(Array.from({ length: 40_000 }, (_, i) => (i * i * 31) >> 7));
  check(Array.from({ length: 40 }, (_, i) => piece.subarray(0, 20_000 + i)));
});

test('counts like Fibonacci numbers, whose best code would be too long, come back', () => {
  const counts = Array.from({ length: 25 }, () => 1);
  for (let i = 2; i < counts.length; i += 1)
    counts[i] = (counts[i - 1] ?? 0) + (counts[i - 2] ?? 0);
  // no four neighbours repeat, so that each byte stays a literal
  const symbols = counts.flatMap((count, symbol) => Array(count).fill(symbol) as number[]);
  let seed = 1;
  const shuffled = symbols
    .map((symbol) => {
      seed = (seed * 48_271) % 0x7fff_ffff;
      return { symbol, seed };
    })
    .sort((a, b) => a.seed - b.seed)
    .map(({ symbol }) => symbol);
  check([Buffer.from(shuffled.slice(0, 250_000))]);
});

test('an encoder that served another sheet writes the same bytes', () => {
  const pieces = [Buffer.from('<row r="1"><c r="A1"><v>1</v></c></row>'.repeat(50))];
  const first = packed(pieces);
  packed([Buffer.from('something else, of which nothing may be found again')]);
  expect(packed(pieces).equals(first)).toBe(true);
});

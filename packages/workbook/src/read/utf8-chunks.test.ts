import fc from 'fast-check';
import { expect, test } from 'vitest';
import { utf8Chunks } from './utf8-chunks.js';

/** Cut at these positions. */
function* cut(bytes: Buffer, positions: readonly number[]): Generator<Buffer> {
  const ends = [...positions.map((position) => position % (bytes.length + 1)), bytes.length].sort(
    (a, b) => a - b,
  );
  let start = 0;
  for (const end of ends) {
    yield bytes.subarray(start, end);
    start = end;
  }
}

async function read(bytes: Buffer, positions: readonly number[] = []): Promise<Buffer> {
  const chunks: Buffer[] = [];
  async function* source() {
    yield* cut(bytes, positions);
  }
  for await (const chunk of utf8Chunks('Part "p"', source())) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

const HEAD = `<?xml version="1.0"?>${' '.repeat(300)}`;

test('characters of any length may be cut anywhere', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.array(fc.nat(1_000), { maxLength: 40 }),
      async (text, positions) => {
        const bytes = Buffer.from(HEAD + text);
        expect(await read(bytes, positions)).toEqual(bytes);
      },
    ),
  );
});

test('bytes that are no UTF-8 are refused, wherever the chunks end', async () => {
  const wrong = [
    [0xff],
    [0xc0, 0xaf],
    [0xe4, 0xb8],
    [0xed, 0xa0, 0x80],
    [0x80],
    [0xf5, 0x80, 0x80, 0x80],
  ].map((bytes) => Buffer.from(bytes));
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...wrong),
      fc.boolean(),
      fc.array(fc.nat(1_000)),
      async (bytes, atEnd, positions) => {
        const part = Buffer.concat([
          Buffer.from(HEAD),
          bytes,
          Buffer.from(atEnd ? '' : '<a>中</a>'),
        ]);
        await expect(read(part, positions)).rejects.toMatchObject({ code: 'bad_encoding' });
      },
    ),
  );
});

test('UTF-16 becomes UTF-8; half a character at the end is refused', async () => {
  const utf16 = Buffer.from(`\ufeff${HEAD}中😀`, 'utf16le');
  expect((await read(utf16, [301, 777])).toString().replace('\ufeff', '')).toBe(`${HEAD}中😀`);
  await expect(read(utf16.subarray(0, -1))).rejects.toMatchObject({ code: 'bad_encoding' });
});

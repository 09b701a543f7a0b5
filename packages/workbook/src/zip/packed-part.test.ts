import { inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packedPart } from './packed-part.js';

test('a part unpacks to what it was, the first time and each other time', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (content) => {
      for (const { packed, size } of [packedPart(content), packedPart(content)]) {
        const bytes = inflateRawSync(packed);
        expect(bytes.toString()).toBe(content);
        expect(size).toBe(bytes.length);
      }
    }),
  );
});

test('a part of bytes is packed anew: its bytes may have changed', () => {
  const bytes = Buffer.from('<a/>');
  packedPart(bytes);
  bytes[1] = 98;
  expect(inflateRawSync(packedPart(bytes).packed).toString()).toBe('<b/>');
});

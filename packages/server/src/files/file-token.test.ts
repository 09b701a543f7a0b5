import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openFileToken, signFile } from './file-token.js';

const key = randomBytes(32);
const claim = {
  taskId: '0193e1a0-89ab-7def-8123-456789abcdef',
  attempt: 3,
  file: 'issues',
  expiresAt: 1_800_000_000_000,
} as const;

test('a token gives back what was sealed, until it expires', () => {
  const token = signFile(claim, key);
  expect(openFileToken(token, key, claim.expiresAt - 1)).toEqual(claim);
  expect(() => openFileToken(token, key, claim.expiresAt)).toThrow(
    expect.objectContaining({ code: 'address_expired' }),
  );
});

test('a token of another key is refused', () => {
  expect(() => openFileToken(signFile(claim, randomBytes(32)), key, 0)).toThrow(
    expect.objectContaining({ code: 'invalid_address' }),
  );
});

test('changing any bit makes it invalid', () => {
  const token = Buffer.from(signFile(claim, key), 'base64url');
  fc.assert(
    fc.property(fc.nat(token.length * 8 - 1), (bit) => {
      const forged = Buffer.from(token);
      forged[bit >> 3] = (forged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => openFileToken(forged.toString('base64url'), key, 0)).toThrow(
        expect.objectContaining({ code: 'invalid_address' }),
      );
    }),
  );
});

test('any other text is an invalid address, never a crash', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(() => openFileToken(text, key, 0)).toThrow(
        expect.objectContaining({ code: 'invalid_address' }),
      );
    }),
  );
});

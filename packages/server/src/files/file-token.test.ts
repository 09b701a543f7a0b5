import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type FileKey, openFileToken, signFile } from './file-token.js';

const key = { id: '0a1b2c3d', secret: randomBytes(32) };
const claim = {
  taskId: '0193e1a0-89ab-7def-8123-456789abcdef',
  attempt: 3,
  file: 'issues',
  expiresAt: 1_800_000_000_000,
  madeFor: null,
} as const;
const among =
  (...keys: FileKey[]) =>
  async (id: string) =>
    keys.find((candidate) => candidate.id === id);
const invalid = expect.objectContaining({ code: 'invalid_address' });

test('a token gives back what was sealed, by the key that it names', async () => {
  const other = { id: 'ffffffff', secret: randomBytes(32) };
  expect(await openFileToken(signFile(claim, key), among(other, key))).toEqual(claim);
});

test('a token that was made for somebody else than the owner names this person', async () => {
  const forAnother = { ...claim, madeFor: '运维 root' };
  expect(await openFileToken(signFile(forAnother, key), among(key))).toEqual(forAnother);
  const token = Buffer.from(signFile(forAnother, key), 'base64url');
  const renamed = Buffer.concat([token.subarray(0, 31), Buffer.from('ann'), token.subarray(-16)]);
  const opening = openFileToken(renamed.toString('base64url'), among(key));
  await expect(opening).rejects.toEqual(invalid);
});

test('a token of an unknown key, or of another secret with the id of a known one, is refused', async () => {
  await expect(openFileToken(signFile(claim, key), among())).rejects.toEqual(invalid);
  const forger = { ...key, secret: randomBytes(32) };
  await expect(openFileToken(signFile(claim, forger), among(key))).rejects.toEqual(invalid);
});

test('changing any bit makes it invalid', async () => {
  const token = Buffer.from(signFile(claim, key), 'base64url');
  await fc.assert(
    fc.asyncProperty(fc.nat(token.length * 8 - 1), async (bit) => {
      const forged = Buffer.from(token);
      forged[bit >> 3] = (forged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const opening = openFileToken(forged.toString('base64url'), async () => key);
      await expect(opening).rejects.toEqual(invalid);
    }),
  );
});

test('any other text is an invalid address, never a crash', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string(), async (text) => {
      await expect(openFileToken(text, among(key))).rejects.toEqual(invalid);
    }),
  );
});

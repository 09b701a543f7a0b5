import { expect, test } from 'vitest';
import { cacheVerified } from './token-cache.js';

const MINUTE_MS = 60_000;
const NEVER = Number.MAX_SAFE_INTEGER;

/** Tells how often a token was verified. */
function verifying({ expiresAt = NEVER, now = (): number => 0 } = {}) {
  const asked: string[] = [];
  const holderOf = cacheVerified(async (token) => {
    asked.push(token);
    if (token === 'forged') throw new Error('refused');
    return { holder: `holder of ${token}`, expiresAt };
  }, now);
  return { asked, holderOf };
}

test('a token is verified once, each for itself', async () => {
  const { asked, holderOf } = verifying();
  for (const token of ['a', 'b', 'a', 'b'])
    expect(await holderOf(token)).toBe(`holder of ${token}`);
  expect(asked).toEqual(['a', 'b']);
});

test('a refusal is not kept', async () => {
  const { asked, holderOf } = verifying();
  await expect(holderOf('forged')).rejects.toThrow('refused');
  await expect(holderOf('forged')).rejects.toThrow('refused');
  expect(asked).toHaveLength(2);
});

test('a token is verified again from the moment it ends', async () => {
  let now = 0;
  const { asked, holderOf } = verifying({ expiresAt: MINUTE_MS, now: () => now });
  await holderOf('a');
  now = MINUTE_MS - 1;
  await holderOf('a');
  expect(asked).toHaveLength(1);
  now = MINUTE_MS;
  await holderOf('a');
  expect(asked).toHaveLength(2);
});

test('a token that does not end soon is verified again after ten minutes', async () => {
  let now = 0;
  const { asked, holderOf } = verifying({ now: () => now });
  await holderOf('a');
  now = 10 * MINUTE_MS;
  await holderOf('a');
  expect(asked).toHaveLength(2);
});

test('ten thousand are known; one more drives out the oldest', async () => {
  const { asked, holderOf } = verifying();
  for (let i = 0; i <= 10_000; i++) await holderOf(`${i}`);
  await holderOf('10000');
  await holderOf('1');
  expect(asked).toHaveLength(10_001);
  await holderOf('0');
  expect(asked).toHaveLength(10_002);
});

import { expect, it } from 'vitest';
import { describeStore } from '../test/describe-store.js';
import { SIGNING_KEYS } from './keys.js';

const HOUR_MS = 3_600_000;
const LIVES = { rotateMs: HOUR_MS, keepMs: 2 * HOUR_MS };
const key = (id: string, ageMs: number, now: number) => ({
  id,
  secret: Buffer.from(`secret of ${id}`),
  madeAt: now - ageMs,
});

describeStore('the ring of signing keys', (test) => {
  it('is made once, however many processes begin at once', async () => {
    const rings = await Promise.all([1, 2, 3].map(() => test.store.signingKeys(LIVES, [])));
    expect(rings[0]).toHaveLength(1);
    expect(rings[0]?.[0]?.secret).toHaveLength(32);
    expect(rings[1]).toEqual(rings[0]);
    expect(rings[2]).toEqual(rings[0]);
  });

  it('gets the keys of a process back when Redis lost them, whoever made a new one first', async () => {
    const before = await test.store.signingKeys(LIVES, []);
    await test.redis.del(SIGNING_KEYS);
    const ofRestarted = await test.store.signingKeys(LIVES, []);
    expect(ofRestarted).not.toEqual(before);
    const both = await test.store.signingKeys(LIVES, before);
    expect(both).toHaveLength(2);
    expect(both).toEqual(expect.arrayContaining([...before, ...ofRestarted]));
    expect(await test.store.signingKeys(LIVES, ofRestarted)).toEqual(both);
  });

  it('has a new key first when the newest is old, and drops what no address needs', async () => {
    await test.redis.del(SIGNING_KEYS);
    const now = await test.store.nowMs();
    const old = key('00000001', HOUR_MS + 1_000, now);
    const useless = key('00000002', 2 * HOUR_MS + 1_000, now);
    const ring = await test.store.signingKeys(LIVES, [old, useless]);
    expect(ring).toHaveLength(2);
    expect(ring[1]).toEqual(old);
    expect(ring[0]?.madeAt).toBeGreaterThanOrEqual(now);
    expect(await test.store.signingKeys(LIVES, ring)).toEqual(ring);
  });
});

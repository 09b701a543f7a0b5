import { waitUntil } from '@longshore/infra';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnRedis } from '../../test/redis-topologies.js';
import { silentLog } from '../../test/silent-log.js';
import { connectRedis, type RedisClient } from '../connect-redis.js';
import { type LeaseKeeper, startLeaseKeeper } from './lease-keeper.js';

describeOnRedis('the lease keeper', (redisUrl) => {
  const log: string[] = [];
  const note = (_fields: object, message: string) => void log.push(message);
  const lock = { key: 'test:{t}:lock', stalledKey: 'test:{t}:stalled', token: 'mine' };
  let redis: RedisClient;
  let keeper: LeaseKeeper;

  beforeEach(async () => {
    log.length = 0;
    redis = await connectRedis(redisUrl(), { role: 'worker' });
    keeper = await startLeaseKeeper({
      url: redisUrl(),
      worker: 'w',
      lockMs: 5_000,
      limits: { tellMs: 30_000, giveUpMs: 90_000 },
      onUnblocked: () => {},
      log: { ...silentLog, info: note, warn: note },
    });
  });
  afterEach(async () => {
    await keeper.close();
    redis.disconnect();
  });

  /** A lock lives for a minute until its first renewal, which leaves it five seconds. */
  const setLock = (key: string) => redis.set(key, 'mine', 'PX', 60_000);
  const isRenewed = (key: string) =>
    waitUntil(async () => (await redis.pttl(key)) <= 5_000, { what: 'the lock to be renewed' });

  it('does not keep its process alive', () => {
    expect(process.getActiveResourcesInfo()).not.toContain('MessagePort');
  });

  it('renews the lock of a run that has not ended, and takes its job out of the stalled', async () => {
    await redis.sadd(lock.stalledKey, 'task');
    await setLock(lock.key);
    const lease = keeper.keep({ jobId: 'task', taskId: 'task', kind: 'export', lock });
    await isRenewed(lock.key);
    expect(await redis.scard(lock.stalledKey)).toBe(0);
    lease.end();
    await waitUntil(async () => (await redis.exists(lock.key)) === 0, {
      what: 'the lock to lapse',
    });
  });

  it('leaves a lock alone that another worker holds, and revives none that has lapsed', async () => {
    const other = { ...lock, key: 'test:{t}:other' };
    await redis.del(lock.key);
    await redis.set(other.key, 'theirs', 'PX', 60_000);
    keeper.keep({ jobId: 'lapsed', taskId: 'lapsed', kind: 'export', lock });
    keeper.keep({ jobId: 'taken', taskId: 'taken', kind: 'export', lock: other });
    // renewed in the same rounds, and later in each
    const mine = { ...lock, key: 'test:{t}:mine' };
    await setLock(mine.key);
    keeper.keep({ jobId: 'mine', taskId: 'mine', kind: 'export', lock: mine });
    await isRenewed(mine.key);
    expect(await redis.mget(lock.key, other.key)).toEqual([null, 'theirs']);
  });

  it('tells that its thread has crashed, and starts another one', async () => {
    const broken = keeper.keep({
      jobId: 'broken',
      taskId: 'broken',
      kind: 'export',
      lock: undefined as never,
    });
    await waitUntil(() => log.length > 0, { what: 'the crash to be told' });
    broken.end();
    await setLock(lock.key);
    keeper.keep({ jobId: 'task', taskId: 'task', kind: 'export', lock });
    await isRenewed(lock.key);
    expect(log).toEqual([
      'the thread that keeps leases ended; it is started again',
      'the thread that keeps leases is back',
    ]);
  });
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { processIdentity } from './process-identity.js';
import { startRedis } from './redis.js';
import { startRedisCluster } from './redis-cluster.js';
import { waitUntil } from './wait-until.js';

const env = { PATH: process.env.PATH };

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'longshore-redis-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('it keeps what it was told, evicts nothing, and finds its data again', async () => {
  const first = await startRedis({ dir, env });
  const client = new Redis(first.url);
  expect(await client.config('GET', 'maxmemory-policy')).toEqual([
    'maxmemory-policy',
    'noeviction',
  ]);
  expect(await client.config('GET', 'bind')).toEqual(['bind', '127.0.0.1']);
  await client.set('key', 'value');
  client.disconnect();
  await first.stop();

  const second = await startRedis({ dir, env });
  const again = new Redis(second.url);
  expect(await again.get('key')).toBe('value');
  again.disconnect();
  await second.stop();
});

test('it ends with a starter that fails', async () => {
  const script = `
    import { startRedis } from ${JSON.stringify(new URL('./redis.ts', import.meta.url).href)};
    console.log((await startRedis({ dir: ${JSON.stringify(dir)}, env: { PATH: process.env.PATH } })).pid);
    throw new Error('failed');`;
  const args = [
    '--import',
    'tsx',
    '--conditions',
    '@longshore/source',
    '--input-type=module',
    '--eval',
    script,
  ];
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(status).toBe(1);
  const pid = Number(stdout);
  expect(pid).toBeGreaterThan(0);
  await waitUntil(() => processIdentity(pid) === null, { what: 'the end of Redis' });
});

test('REDIS_URL is used as it is', async () => {
  const { url, pid, stop } = await startRedis({
    dir,
    env: { REDIS_URL: 'redis://elsewhere:6379' },
  });
  expect({ url, pid }).toEqual({ url: 'redis://elsewhere:6379', pid: null });
  await stop();
});

test('without any Redis, one sentence names the ways to get one', async () => {
  const start = startRedis({ dir, env: { PATH: '' } });
  await expect(start).rejects.toThrow(/^Redis is missing: .*redis-server.*REDIS_URL.*\.$/);
});

test('a cluster of three nodes takes keys of every slot', async () => {
  const { nodes, stop } = await startRedisCluster({ dir });
  const cluster = new Redis.Cluster(nodes.map(({ host, port }) => ({ host, port })));
  try {
    for (let n = 0; n < 30; n++) await cluster.set(`{b${n}}`, n);
    const sizes = await Promise.all(cluster.nodes('master').map((node) => node.dbsize()));
    expect(sizes).toHaveLength(3);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(30);
    expect(Math.min(...sizes)).toBeGreaterThan(0);
  } finally {
    cluster.disconnect();
    await stop();
  }
});

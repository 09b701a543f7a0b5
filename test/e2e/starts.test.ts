/** A start that cannot go on says which part is away, and where it was asked. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, type RunningRedis, startApp, startRedis } from '@longshore/infra';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import '../support/provided.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const dir = mkdtempSync(join(tmpdir(), 'longshore-starts-'));
let redis: RunningRedis;
let away: string;
beforeAll(async () => {
  redis = await startRedis({ dir, env: { PATH: process.env.PATH } });
  away = `127.0.0.1:${await freePort()}`;
});
afterAll(async () => {
  await redis?.stop();
  rmSync(dir, { recursive: true });
});

const start = (app: 'api' | 'worker', env: Record<string, string>) =>
  startApp({
    root: ROOT,
    app,
    name: app,
    dir,
    env: {
      PATH: process.env.PATH,
      REDIS_URL: redis.url,
      DATABASE_URL: inject('databaseUrl'),
      STORAGE_DIR: join(dir, 'objects'),
      AUTH_MODE: 'dev',
      PORT: '0',
      ...env,
    },
  });

test.each([
  ['redis', 'Redis'],
  ['database', 'PostgreSQL'],
  ['s3', 'The S3 server'],
] as const)('an API without its %s', async (part, name) => {
  const env = {
    redis: { REDIS_URL: `redis://:secret@${away}` },
    database: { DATABASE_URL: `postgres://shop:secret@${away}/shop` },
    s3: { S3_ENDPOINT: `http://${away}`, S3_ACCESS_KEY: 'a', S3_SECRET_KEY: 'secret' },
  }[part];
  const api = await start('api', env);
  const { msg } = await api.logged('api could not start', 30_000);
  expect(msg).toMatch(`api could not start: ${name} at ${away} does not answer: `);
  expect(msg).not.toContain('secret');
});

test('a worker waits for its Redis, and says for which', async () => {
  const worker = await start('worker', { REDIS_URL: `redis://${away}` });
  await worker.logged(`waiting for Redis at ${away}`, 30_000);
  await worker.stop();
});

import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startPostgres } from './postgres.js';

const env = { PATH: process.env.PATH };

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'longshore-pg-'));
  chmodSync(dir, 0o700);
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

async function ask(url: string, text: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text, rowMode: 'array' })).rows[0]?.[0];
  } finally {
    await client.end();
  }
}

test('it runs in a folder that only its owner may enter, and finds its data again after a kill', async () => {
  const first = await startPostgres({ dir, env });
  await ask(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  expect(await ask(first.url, `SELECT current_setting('fsync')`)).toBe('on');
  process.kill(first.pid ?? 0, 'SIGKILL');

  const second = await startPostgres({ dir, env });
  expect(await ask(second.url, 'SELECT answer FROM kept')).toBe(42);
  await second.stop();
});

test('a wrong password is refused', async () => {
  const { url, stop } = await startPostgres({ dir, env, temporary: true, unsafe: true });
  const wrong = new URL(url);
  wrong.password = 'guessed';
  await expect(ask(wrong.href, 'SELECT 1')).rejects.toThrow(/password/);
  await stop();
});

test('a temporary one begins empty and leaves nothing', async () => {
  const first = await startPostgres({ dir, env, temporary: true, unsafe: true });
  await ask(first.url, 'CREATE TABLE gone ()');
  process.kill(first.pid ?? 0, 'SIGKILL');
  const second = await startPostgres({ dir, env, temporary: true, unsafe: true });
  expect(await ask(second.url, `SELECT to_regclass('gone')`)).toBeNull();
  await second.stop();
  expect(existsSync(join(dir, 'postgres'))).toBe(false);
});

test.runIf(process.getuid?.() === 0)(
  'where root may not make a namespace, a copy runs as nobody',
  async () => {
    const { url, stop } = await startPostgres({
      dir,
      env: { PATH: '' },
      temporary: true,
      unsafe: true,
    });
    const folder = String(await ask(url, `SELECT current_setting('data_directory')`));
    expect(folder.startsWith(join(tmpdir(), 'longshore-postgres-'))).toBe(true);
    await stop();
    expect(existsSync(folder)).toBe(false);
  },
);

test('DATABASE_URL is used as it is', async () => {
  const { url, pid, stop } = await startPostgres({
    dir,
    env: { DATABASE_URL: 'postgres://elsewhere/db' },
  });
  expect({ url, pid }).toEqual({ url: 'postgres://elsewhere/db', pid: null });
  await stop();
});

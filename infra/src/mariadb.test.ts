import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startMariadb } from './mariadb.js';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'longshore-mariadb-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

test('a named server is used as it is', async () => {
  const url = 'mysql://ann@127.0.0.1:3306/test';
  expect(await startMariadb({ dir, env: { MYSQL_TEST_URL: url } })).toMatchObject({ url });
});

test('it starts empty in a folder with a long name and 0700, and leaves no data', async (context) => {
  const deep = await mkdtemp(join(dir, 'x'.repeat(120)));
  const running = await startMariadb({ dir: deep });
  if ('skipped' in running) return context.skip(running.skipped);
  expect(running.url).toMatch(/^mysql:\/\/longshore:\w+@127\.0\.0\.1:\d+\/mysql$/);
  await running.stop();
  const again = await startMariadb({ dir: deep });
  if (!('skipped' in again)) await again.stop();
});

test('it leaves the temporary tables of other servers alone', async (context) => {
  const shared = await mkdtemp(join(dir, 'shared-'));
  await writeFile(join(shared, '#sql-temptable-4a0a-1-3.MAI'), '');
  vi.stubEnv('TMPDIR', shared);
  const running = await startMariadb({ dir });
  vi.unstubAllEnvs();
  if ('skipped' in running) return context.skip(running.skipped);
  await running.stop();
  expect(await readdir(shared)).toEqual(['#sql-temptable-4a0a-1-3.MAI']);
});

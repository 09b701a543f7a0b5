import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
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

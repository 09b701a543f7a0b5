/** Which S3 server the tests get. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startS3TestServer } from './s3-test-server.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'longshore-s3-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('the one that is named is used as it is', async () => {
  const keys = { S3_TEST_ACCESS_KEY: 'key', S3_TEST_SECRET_KEY: 'secret' };
  const server = await startS3TestServer({
    dir,
    env: { S3_TEST_ENDPOINT: 'http://elsewhere:9000', ...keys },
  });
  expect(server).toMatchObject({
    endpoint: 'http://elsewhere:9000',
    accessKey: 'key',
    secretKey: 'secret',
    pid: null,
  });
});

test('one that is named without its keys is a mistake', async () => {
  const env = { S3_TEST_ENDPOINT: 'http://elsewhere:9000', S3_TEST_ACCESS_KEY: 'key' };
  await expect(startS3TestServer({ dir, env })).rejects.toThrow('S3_TEST_SECRET_KEY');
});

test('where none can be had, the reason names the ways to get one', async () => {
  const server = await startS3TestServer({ dir, env: { PATH: '', XDG_CACHE_HOME: dir } });
  expect(server).toEqual({
    skipped: expect.stringMatching(/minio.*Go >= 1\.24.*S3_TEST_ENDPOINT/),
  });
});

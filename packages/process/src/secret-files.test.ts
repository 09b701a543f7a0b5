import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readSecretFiles } from './secret-files.js';

const dir = mkdtempSync(join(tmpdir(), 'longshore-secrets-'));
afterAll(() => rmSync(dir, { recursive: true }));
const secretFile = (text: string): string => {
  const path = join(dir, 'secret');
  writeFileSync(path, text);
  return path;
};

test('a secret is what its file holds, without the end of the line', () => {
  const env = { S3_SECRET_KEY_FILE: secretFile(' p4ss word \n'), LOG_LEVEL: 'info' };
  expect(readSecretFiles(env)).toMatchObject({ S3_SECRET_KEY: ' p4ss word ', LOG_LEVEL: 'info' });
});

test('DATABASE_URL, which only the business reads, too', () => {
  const env = { DATABASE_URL_FILE: secretFile('postgres://u:p@h/d') };
  expect(readSecretFiles(env)).toHaveProperty('DATABASE_URL', 'postgres://u:p@h/d');
});

test('a variable beside its file stops the start, and names both', () => {
  const env = { AUTH_JWT_SECRET: 'a', AUTH_JWT_SECRET_FILE: secretFile('b') };
  expect(() => readSecretFiles(env)).toThrow('AUTH_JWT_SECRET, AUTH_JWT_SECRET_FILE');
});

test('a file that is not there stops the start, and its variable is named', () => {
  const env = { REDIS_URL_FILE: join(dir, 'none'), S3_ACCESS_KEY_FILE: join(dir, 'neither') };
  expect(() => readSecretFiles(env)).toThrow(/REDIS_URL_FILE: .*\nS3_ACCESS_KEY_FILE: /);
});

test('another variable that ends so is left alone', () => {
  expect(readSecretFiles({ MY_FILE: join(dir, 'none') })).toEqual({ MY_FILE: join(dir, 'none') });
});

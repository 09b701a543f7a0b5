import { expect, test } from 'vitest';
import { readConfig } from './config.js';

const REDIS_URL = 'redis://127.0.0.1:6379';
const dev = { REDIS_URL, AUTH_MODE: 'dev' };

test('unset variables have the documented defaults; an empty one counts as unset', () => {
  expect(readConfig({ ...dev, HOST: '' })).toMatchObject({
    HOST: '127.0.0.1',
    BUSINESS: '@longshore/shop',
    TASK_TTL_MS: 1_800_000,
    LEDGER_TTL_MS: 604_800_000,
    TASK_MAX_ATTEMPTS: 3,
    UPLOAD_MAX_BYTES: 209_715_200,
    RATE_LIMIT_PER_MINUTE: 1_200,
    TIME_ZONE: 'UTC',
  });
});

test('an unset PORT stays unset: the next free one is taken', () => {
  expect(readConfig(dev).PORT).toBeUndefined();
});

test.each([
  ['PORT', 'http'],
  ['TASK_TTL_MS', '999'],
  ['TASK_MAX_ATTEMPTS', '0'],
  ['S3_ENDPOINT', 'not an address'],
  ['REDIS_URL', 'localhost:6379'],
  ['AUTH_MODE', 'none'],
  ['AUTH_JWT_SECRET', 'short'],
  ['FILE_SIGNING_KEY', `${'k'.repeat(32)},short`],
])('a bad %s stops the start with its name', (name, value) => {
  expect(() => readConfig({ ...dev, [name]: value })).toThrow(new RegExp(`^${name}: `));
});

test('somebody must say who the owner is, and dev mode is refused in production', () => {
  expect(() => readConfig({ REDIS_URL })).toThrow('AUTH_JWT_SECRET or AUTH_JWKS_URL');
  expect(() => readConfig({ ...dev, NODE_ENV: 'production' })).toThrow('AUTH_MODE');
});

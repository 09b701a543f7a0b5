import { expect, it } from 'vitest';
import { parseRedisUrl } from './redis-url.js';

it('passes single addresses on as they are', () => {
  for (const url of ['redis://127.0.0.1:6379/2', 'rediss://user:secret@cache.example:6380']) {
    expect(parseRedisUrl(url)).toEqual({ form: 'single', url, credentials: {} });
  }
});

it('reads Sentinel addresses: hosts, master, database, credentials', () => {
  expect(parseRedisUrl('redis+sentinel://h1:26379,h2/mymaster')).toEqual({
    form: 'sentinel',
    master: 'mymaster',
    db: 0,
    credentials: {},
    sentinels: [
      { host: 'h1', port: 26_379 },
      { host: 'h2', port: 26_379 },
    ],
  });
  expect(parseRedisUrl('redis+sentinel://:p%40ss@[::1]:5000/main/3')).toEqual({
    form: 'sentinel',
    master: 'main',
    db: 3,
    credentials: { password: 'p@ss' },
    sentinels: [{ host: '::1', port: 5_000 }],
  });
});

it('reads Cluster addresses', () => {
  expect(parseRedisUrl('redis+cluster://bob:x@h1:7000,h2:7001')).toEqual({
    form: 'cluster',
    credentials: { username: 'bob', password: 'x' },
    nodes: [
      { host: 'h1', port: 7_000 },
      { host: 'h2', port: 7_001 },
    ],
  });
});

it('refuses anything else, without telling the password', () => {
  expect(() => parseRedisUrl('http://user:hush@x')).toThrow(/^(?!.*hush).*redis:\/\//);
  expect(() => parseRedisUrl('redis+sentinel://:hush@h1:1')).toThrow(/^(?!.*hush).*master/);
});

import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { basePath, takeOff } from './base-path.js';

test.each([
  [null, ''],
  ['https://shop.example', ''],
  ['https://shop.example/', ''],
  ['https://shop.example/back-office', '/back-office'],
  ['https://shop.example/a/b/', '/a/b'],
])('the path of %s is "%s"', (url, path) => expect(basePath(url)).toBe(path));

test.each([
  ['/back-office', '/'],
  ['/back-office/', '/'],
  ['/back-office?a=1', '/?a=1'],
  ['/back-office/api/tasks?limit=1', '/api/tasks?limit=1'],
  ['/api/tasks', '/api/tasks'],
  ['/back-offices', '/back-offices'],
])('%s is asked for as %s', (url, expected) => {
  const req = { url } as IncomingMessage; // all that is looked at
  takeOff('/back-office', req);
  expect(req.url).toBe(expected);
});

test('without a path every address stays', () => {
  const req = { url: '/api/tasks' } as IncomingMessage;
  takeOff('', req);
  expect(req.url).toBe('/api/tasks');
});

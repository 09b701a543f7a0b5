/** What the operator's command line refuses, instead of doing a part of it. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operatorCall } from '../operator-call.js';
import { routines } from './longshore-routines.js';

/** A web server that answers every call with its page. */
const server = createServer((_, answer) => answer.end('<!doctype html>'));
let url = '';
beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a server that listens has a port
});
afterAll(() => server.close());

const say = (...words: string[]) => routines(words, operatorCall({ LONGSHORE_URL: url }));

test('an answer that is no JSON is told as such', async () => {
  for (const words of [[], ['run', 'close-day'], ['pause', 'close-day']])
    await expect(say(...words)).rejects.toThrow(`${url} is no API of Longshore`);
});

test('words too many are refused: a second type, an expression without its quotes', async () => {
  for (const words of [
    ['run', 'close-day', 'open-day'],
    ['cron', 'close-day', '0', '4', '*', '*', '*'],
  ])
    await expect(say(...words)).rejects.toThrow('Say what: routines');
});

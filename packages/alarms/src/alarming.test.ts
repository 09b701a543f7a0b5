import type { Log } from '@longshore/tasks';
import { expect, test } from 'vitest';
import { type AlarmOptions, openAlarms } from './alarming.js';

const quiet = () => {};
const log: Log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
const open = (options: AlarmOptions) => openAlarms(options, log);
const webhook = { url: 'http://127.0.0.1:1/', secret: 'a long enough secret' };
const pager = { name: 'pager', send: async () => {} };
const givenUp = { cause: 'task_given_up', severity: 'error', subject: 'import:products' } as const;

test('every sink gets every alarm where no routes are given', () => {
  expect(open({}).sinksFor(givenUp)).toEqual(['log']);
  expect(open({ webhook, sinks: [pager] }).sinksFor(givenUp)).toEqual(['log', 'webhook', 'pager']);
});

test('a route matches by all that it states', () => {
  const routes = (route: object) => open({ webhook, routes: [{ sink: 'webhook', ...route }] });
  const gets = (route: object) => routes(route).sinksFor(givenUp).length === 1;
  expect(gets({})).toBe(true);
  expect(gets({ causes: ['task_given_up'], severities: ['error', 'critical'] })).toBe(true);
  expect(gets({ causes: ['task_given_up'], severities: ['critical'] })).toBe(false);
  expect(gets({ subjects: ['import:*'] })).toBe(true);
  expect(gets({ subjects: ['import:products'] })).toBe(true);
  expect(gets({ subjects: ['import:product', 'export:*'] })).toBe(false);
});

test('owners are told only where a sink beyond the log gets what was given up of every type', () => {
  expect(open({}).tellsMaintainers).toBe(false);
  expect(open({ webhook }).tellsMaintainers).toBe(true);
  expect(open({ sinks: [pager] }).tellsMaintainers).toBe(true);
  const routed = (route: object) =>
    open({ webhook, routes: [{ sink: 'webhook', ...route }] }).tellsMaintainers;
  expect(routed({ severities: ['critical'] })).toBe(false);
  expect(routed({ subjects: ['import:*'] })).toBe(false);
  expect(routed({ causes: ['task_given_up'], subjects: ['*'] })).toBe(true);
});

test('a route to no sink, and two sinks of a name, are refused', () => {
  expect(() => open({ routes: [{ sink: 'pager' }] })).toThrow('"pager", but there is no such sink');
  expect(() => open({ sinks: [pager, pager] })).toThrow('two alarm sinks "pager"');
  expect(() => open({ sinks: [{ ...pager, name: 'a b' }] })).toThrow('no valid name');
});

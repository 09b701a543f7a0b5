/**
 * Alarms of a whole system: one message for all failures of a cause, signed, and one when it is
 * over.
 */
import { ALARM_SECRET, type AlarmReceiver, startAlarmReceiver } from '@longshore/alarms/testing';
import type { AlarmList } from '@longshore/contract';
import { waitUntil } from '@longshore/infra';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { builtBusiness } from '../support/built-business.js';
import { type System, startSystem } from '../support/system.js';

const BUSINESS = builtBusiness('unreliable-business');
const OPERATOR = { owner: 'olga', headers: { 'x-role': 'operator' } };
/** One of them is of the first test. */
const FAILURES = 60;
const AT_ONCE = 20;
const REFUSALS = 2;

let receiver: AlarmReceiver;
let system: System;
beforeAll(async () => {
  receiver = await startAlarmReceiver((_alarm, tries) => (tries <= REFUSALS ? 503 : null));
  system = await startSystem({
    databaseUrl: inject('databaseUrl'),
    env: {
      BUSINESS,
      WORKER_CONCURRENCY: '16',
      TELL_CAUSES: 'false',
      ALARM_WEBHOOK_URL: receiver.url,
      ALARM_WEBHOOK_SECRET: ALARM_SECRET,
      // nothing ends by itself while this test looks
      ALARM_WINDOW_MS: '3600000',
      ALARM_ROUTES: JSON.stringify([
        { sink: 'log' },
        { sink: 'webhook', causes: ['task_given_up'] },
      ]),
    },
  });
});
afterAll(async () => {
  await system?.stop();
  await receiver?.stop();
});

const alarms = async (): Promise<AlarmList> =>
  (await system.call<AlarmList>('/api/alarms', OPERATOR)).body;
const givenUp = ({ open, recent }: AlarmList) => ({
  open: open.filter(({ cause }) => cause === 'task_given_up'),
  recent: recent.filter(({ cause }) => cause === 'task_given_up'),
});

test('an owner reads that its maintainers are told, operators read the cause', async () => {
  const params = { fault: 'program' };
  const { body } = await system.registerExport({ type: 'faulty', params }, { owner: 'ann' });
  const done = await system.finished(body.taskId, { owner: 'ann' });
  expect(done.message).toBe(
    'The program for this type failed. Its maintainers are told by an alarm.',
  );
  const { error } = await system.record(body.taskId, { owner: 'ann' });
  expect(error).toEqual({ code: 'executor_failed', message: done.message });
  expect(await system.record(body.taskId, OPERATOR)).toMatchObject({
    error: {
      message: done.message,
      cause: expect.stringContaining('x is not a function'),
      source: expect.stringMatching(/^executors\/exports\/faulty\.js:\d+:\d+$/),
    },
  });
});

test('alarms are for operators only', async () => {
  expect((await system.call('/api/alarms', { owner: 'ann' })).status).toBe(403);
  expect((await system.call('/api/alarms?limit=0', OPERATOR)).status).toBe(422);
  expect(await system.operator().listAlarms({ limit: 5 })).toMatchObject({ recent: [] });
});

test('failures of one cause are one alarm, and one message when it is over', async () => {
  const owners = Array.from({ length: FAILURES - 1 }, (_, i) => `owner-${i}`);
  const fail = async () => {
    for (let owner = owners.pop(); owner !== undefined; owner = owners.pop())
      await system.registerExport({ type: 'faulty', params: { fault: 'program' } }, { owner });
  };
  await Promise.all(Array.from({ length: AT_ONCE }, fail));
  await waitUntil(async () => givenUp(await alarms()).open[0]?.count === FAILURES, {
    what: 'all failures to be counted',
    timeoutMs: 120_000,
  });
  await waitUntil(() => receiver.taken.length > 0, { what: 'the alarm', timeoutMs: 60_000 });
  expect(receiver.taken).toMatchObject([
    {
      state: 'open',
      cause: 'task_given_up',
      subject: 'export:faulty',
      severity: 'error',
      resolvedAt: null,
      message: { en: expect.stringContaining('x is not a function') },
      details: {
        code: 'executor_failed',
        source: expect.stringMatching(/^executors\/exports\/faulty\.js:\d+:\d+$/),
      },
    },
  ]);

  // only a process with another window ends the alarm now
  await Promise.all([system.api.stop(), ...system.workers.map((worker) => worker.stop())]);
  const later = await system.startApi({ ALARM_WINDOW_MS: '1000' });
  await waitUntil(() => receiver.taken.length > 1, { what: 'its end', timeoutMs: 60_000 });
  const [opened, ended] = receiver.taken;
  expect(ended).toMatchObject({ id: opened?.id, state: 'resolved', count: FAILURES });
  expect(ended?.durationMs).toBe(
    Date.parse(ended?.lastSeenAt ?? '') - Date.parse(ended?.openedAt ?? ''),
  );
  const answer = await fetch(`${later.url}/api/alarms`, {
    headers: { 'x-owner': 'olga', 'x-role': 'operator' },
  });
  expect(givenUp((await answer.json()) as AlarmList)).toMatchObject({
    open: [],
    recent: [{ id: opened?.id, count: FAILURES }],
  });
  expect(receiver.refused).toHaveLength(2 * REFUSALS);
  expect([receiver.taken.length, receiver.forged]).toEqual([2, 0]);
}, 180_000);

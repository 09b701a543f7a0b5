/** The operators' calls about routines, over HTTP. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type {
  Problem,
  RegisterOut,
  RoutineList,
  RoutineOut,
  RoutineRuns,
} from '@longshore/contract';
import { waitUntil } from '@longshore/infra';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { builtBusiness } from '../support/built-business.js';
import { type System, startSystem } from '../support/system.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const BUSINESS = builtBusiness('routine-business');
const OPERATOR = { owner: 'olga', headers: { 'x-role': 'operator' } };

describe('routines', () => {
  let system: System;
  beforeAll(async () => {
    const env = { BUSINESS };
    system = await startSystem({ databaseUrl: inject('databaseUrl'), env });
  });
  afterAll(() => system?.stop());

  const call = <Body>(path: string, options: object = {}) =>
    system.call<Body & Problem>(`/api/routines${path}`, { ...OPERATOR, ...options });
  const post = <Body>(path: string) => call<Body>(path, { method: 'POST' });
  const setCron = (type: string, cron: string | null) =>
    call<RoutineOut>(`/${type}/cron`, { method: 'PUT', json: { cron } });
  const routine = async (type: string) => {
    const { items } = (await call<RoutineList>('')).body;
    return items.find((one) => one.type === type);
  };

  test('are listed with their next ticks, their last run, and the zone data', async () => {
    const { status, body } = await call<RoutineList>('');
    expect(status).toBe(200);
    expect(body.zoneData).toBe(process.versions.tz);
    expect(body.items.map(({ type }) => type)).toEqual(['by-hand', 'every-second', 'on-each']);
    const byHand = body.items[0];
    expect(byHand).toMatchObject({
      title: { en: 'By hand', zh: '手动' },
      cron: '30 2 * * *',
      declaredCron: '30 2 * * *',
      isOverridden: false,
      timeZone: 'Asia/Shanghai',
      runsOn: 'one',
      misfire: 'skip',
      overlap: 'skip',
      isPaused: false,
      lastRun: null,
    });
    expect(byHand?.next.map((tick) => tick.slice(11))).toEqual(Array(5).fill('18:30:00.000Z'));
    const ran = async () => (await routine('every-second'))?.lastRun?.outcome === 'succeeded';
    await waitUntil(ran, { what: 'a run of every-second' });
  });

  test('are for operators only, and are no types of the page', async () => {
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/by-hand/runs'],
      ['POST', '/by-hand/run'],
      ['POST', '/by-hand/pause'],
      ['PUT', '/by-hand/cron'],
    ])
      expect(
        (await system.call(`/api/routines${path}`, { owner: 'ann', method: method ?? 'GET' }))
          .status,
      ).toBe(403);
    expect((await system.client().listTypes()).items).toEqual([]);
    expect((await post('/no-such-routine/run')).status).toBe(404);
    expect((await system.call('/api/tasks', { owner: 'longshore:routine:by-hand' })).status).toBe(
      401,
    );
  });

  test('run now, as a task that operators see', async () => {
    const { status, body } = await post<RegisterOut>('/by-hand/run');
    expect(status).toBe(202);
    const { items } = (await call<RoutineRuns>('/by-hand/runs')).body;
    expect(items).toMatchObject([{ madeBy: 'hand', isCatchUp: false }]);
    expect((await post('/by-hand/run')).body).toMatchObject({
      code: 'slot_taken',
      taskId: body.taskId,
    });
    const ended = async () =>
      (await call<RoutineRuns>('/by-hand/runs')).body.items.find(
        ({ taskId, outcome }) => taskId === body.taskId && outcome === 'succeeded',
      ) ?? null;
    const run = await waitUntil(ended, { what: 'the end of the run' });
    expect(run.durationMs).toBeGreaterThanOrEqual(300);
    const { body: record } = await system.call(`/api/tasks/${body.taskId}`, OPERATOR);
    const done = { phase: 'succeeded', message: 'Done.' };
    expect(record).toMatchObject({ kind: 'routine', type: 'by-hand', ...done });
    expect((await system.call(`/api/tasks/${body.taskId}`, { owner: 'ann' })).status).toBe(404);
  });

  test('rest while they are paused, and run when they are told to', async () => {
    expect((await post<RoutineOut>('/by-hand/pause')).body).toMatchObject({ isPaused: true });
    expect(await routine('by-hand')).toMatchObject({ isPaused: true });
    expect((await post<RoutineOut>('/by-hand/resume')).body).toMatchObject({ isPaused: false });
  });

  test('follow another expression, which is kept over a start, until it is taken back', async () => {
    const overridden = { cron: '0 4 * * MON', declaredCron: '30 2 * * *', isOverridden: true };
    expect((await setCron('by-hand', '0 4 * * MON')).body).toMatchObject(overridden);
    const api = await system.startApi();
    await api.process.stop();
    expect(await routine('by-hand')).toMatchObject(overridden);
    const refused = await setCron('by-hand', '0 0 31 2 *');
    expect(refused.status).toBe(422);
    expect(refused.body.errors).toMatchObject([{ path: 'cron' }]);
    expect((await setCron('by-hand', null)).body).toMatchObject({ isOverridden: false });
  });

  test('obey the command line', { timeout: 120_000 }, async () => {
    const longshore = (...args: string[]) =>
      spawnSync('node', ['infra/bin/run.mjs', 'longshore', 'routines', ...args], {
        cwd: ROOT,
        encoding: 'utf8',
        env: { ...process.env, LONGSHORE_URL: system.url },
      });
    expect(longshore('cron', 'by-hand', '5 5 * * *').stdout).toMatch(
      /^by-hand: 5 5 \* \* \* \(Asia\/Shanghai\), next \d{4}-/m,
    );
    const { stdout } = longshore();
    expect(stdout).toMatch(/^by-hand +5 5 \* \* \* \(overridden\) +Asia\/Shanghai +\d{4}-/m);
    expect(stdout).toContain(`zone data ${process.versions.tz}`);
    const refused = longshore('cron', 'by-hand', '61 5 * * *');
    expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining('cron: "61 5')]);
  });
});

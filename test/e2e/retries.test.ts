/** The operators' calls about retryable calls, over HTTP. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { AuditList, Problem, RetryList, RetryStory } from '@longshore/contract';
import { loadBusiness } from '@longshore/executors';
import { waitUntil } from '@longshore/infra';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { builtBusiness } from '../support/built-business.js';
import { query } from '../support/query.js';
import { type System, startSystem } from '../support/system.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const BUSINESS = builtBusiness('retry-business');
const OPERATOR = { owner: 'olga', headers: { 'x-role': 'operator' } };
const CARD = 'card-4711';

describe('retryable calls', () => {
  let system: System;
  let pay: typeof import('../support/retry-business/executors/retryables/pay.js').default;
  let close: () => Promise<void>;
  beforeAll(async () => {
    const env = { BUSINESS };
    system = await startSystem({ databaseUrl: inject('databaseUrl'), env });
    vi.stubEnv('DATABASE_URL', system.databaseUrl);
    const business = await import('../support/retry-business/business.js');
    const { database } = await loadBusiness(business.default);
    pay = (await import('../support/retry-business/executors/retryables/pay.js')).default;
    close = () => database.close();
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await close?.();
    await system?.stop();
  });

  const call = <Body>(path: string, options: object = {}) =>
    system.call<Body & Problem>(`/api/retries${path}`, { ...OPERATOR, ...options });
  const made = (key: string, params: object = {}) =>
    pay({ amount: 5, card: CARD, ...params }, { key }).catch((error: unknown) => error);
  const ended = (key: string, state: string) =>
    waitUntil(
      async () => {
        const { items } = (await call<RetryList>(`?key=${key}&state=${state}`)).body;
        return items[0] ?? null;
      },
      { what: `${key} to be ${state}`, timeoutMs: 30_000 },
    );
  const paid = (key: string) =>
    query<{ amount: number }>(system, `SELECT amount FROM paid WHERE key = '${key}'`);

  test('are run again by a worker, and told with their attempts and without secrets', async () => {
    expect(await made('heals', { fails: 1 })).toMatchObject({ name: 'RetryLaterError' });
    const { id } = await ended('heals', 'succeeded');
    const { status, body } = await call<RetryStory>(`/${id}`);
    expect([status, await paid('heals')]).toEqual([200, [{ amount: 5 }]]);
    expect(body).toMatchObject({
      ...{ id, name: 'pay', key: 'heals', state: 'succeeded', attempt: 2, dueAt: null },
      params: { amount: 5, card: '***', fails: 1 },
      attempts: [{ attempt: 1, outcome: 'failed', message: 'no answer for card ***' }],
    });
    expect(JSON.stringify((await call<RetryList>('')).body)).not.toContain(CARD);
    const logged = system.workers.flatMap(({ lines }) => lines);
    expect(JSON.stringify(logged)).not.toContain(CARD);
  });

  test('are for operators only', async () => {
    const ways = [
      ['GET', ''],
      ['GET', '/no-such-call'],
      ['POST', '/no-such-call/run'],
      ['POST', '/give-up'],
    ] as const;
    for (const [method, path] of ways) {
      const { status } = await system.call(`/api/retries${path}`, { owner: 'ann', method });
      expect(status).toBe(403);
    }
    expect((await call('/no-such-call')).status).toBe(404);
    expect((await call('/no-such-call/run', { method: 'POST' })).status).toBe(404);
    expect((await call('/%00')).status).toBe(404);
    expect((await call('?key=%00')).status).toBe(422);
    expect((await call('?state=lost')).body).toMatchObject({ code: 'invalid_params' });
    expect((await call('/run', { method: 'POST', json: {} })).status).toBe(422); // of no name
  });

  test('are listed page by page', async () => {
    for (const key of ['page-1', 'page-2', 'page-3']) await made(key);
    const first = (await call<RetryList>('?name=pay&state=succeeded&limit=2')).body;
    expect(first.items.map(({ key }) => key)).toEqual(['page-3', 'page-2']);
    const next = await call<RetryList>(`?state=succeeded&limit=1&cursor=${first.nextCursor}`);
    expect(next.body.items.map(({ key }) => key)).toEqual(['page-1']);
    expect((await call<RetryList>('?name=another')).body).toEqual({ items: [], nextCursor: null });
  });

  test('are run again by hand once they were given up', async () => {
    await made('hopeless', { fails: 3 });
    const { id } = await ended('hopeless', 'given_up');
    expect((await call<RetryStory>(`/${id}`)).body.attempts).toHaveLength(3);
    expect((await call(`/${id}/run`, { method: 'POST' })).status).toBe(200);
    expect(await ended('hopeless', 'succeeded')).toMatchObject({ id, attempt: 4 });
    const { body } = await system.call<AuditList>('/api/audit?by=olga', OPERATOR);
    expect(body.items).toMatchObject([{ act: 'call-run', detail: `pay hopeless ${id}` }]);
    expect(await call(`/${id}/run`, { method: 'POST' })).toMatchObject({
      status: 409,
      body: { code: 'call_not_at_rest' },
    });
  });

  test('are changed all at once, by a filter', async () => {
    const keys = ['closed-1', 'closed-2', 'closed-3'];
    for (const key of keys) await made(key, { isClosed: true });
    const client = system.operator();
    const filter = { name: 'pay', state: 'refused' } as const;
    expect(await client.runRetries({ ...filter, key: 'closed-1' })).toMatchObject({ calls: 1 });
    await waitUntil(
      async () => {
        const { items } = await client.listRetries({ state: 'refused', key: 'closed-1' });
        return items[0]?.attempt === 2;
      },
      { what: 'the call to be refused again' },
    );
    expect(await client.giveUpRetries(filter)).toEqual({ calls: 3, nextCursor: null });
    const { items } = await client.listRetries({ state: 'given_up' });
    expect(items.map(({ key, givenUpBy }) => `${key} ${givenUpBy}`)).toEqual(
      keys.reverse().map((key) => `${key} olga`),
    );
  });

  test('are in the OpenAPI document', async () => {
    const { body } = await system.call<{ paths: Record<string, object> }>('/openapi.json');
    expect(Object.keys(body.paths).filter((path) => path.startsWith('/api/retries'))).toEqual([
      '/api/retries',
      '/api/retries/{id}',
      '/api/retries/{id}/run',
      '/api/retries/run',
      '/api/retries/{id}/give-up',
      '/api/retries/give-up',
    ]);
  });

  test('obey the command line', { timeout: 120_000 }, async () => {
    await made('by-shell', { isClosed: true });
    const longshore = (...args: string[]) =>
      spawnSync('node', ['infra/bin/run.mjs', 'longshore', 'retries', ...args], {
        cwd: ROOT,
        encoding: 'utf8',
        env: { ...process.env, LONGSHORE_URL: system.url },
      });
    const listed = longshore('refused').stdout;
    expect(listed).toMatch(/pay +by-shell +refused +1 +- +The account is closed\./);
    const [id = ''] = listed.match(/^[0-9a-f-]{36}/m) ?? [];
    expect(longshore('show', id).stdout).toContain('params {"amount":5,"card":"***",');
    expect(longshore('give-up-all', 'pay', 'refused').stdout).toContain('given up: 1');
    const refused = longshore('lost');
    expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining('Say what')]);
  });
});

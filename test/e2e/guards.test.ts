/** Who may do what: JWT, cookie and Origin, rate limit; and a store that is a real S3 server. */
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { makeWorkbook } from '../support/make-workbook.js';
import { readWorkbook } from '../support/read-workbook.js';
import { type System, startSystem } from '../support/system.js';

const SECRET = 'a secret of at least thirty-two characters';
const token = (claims: object, secret = SECRET) =>
  new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(secret));

describe('with sessions', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem({
      databaseUrl: inject('databaseUrl'),
      workers: 0,
      env: {
        AUTH_MODE: 'jwt',
        AUTH_JWT_SECRET: SECRET,
        RATE_LIMIT_PER_MINUTE: '20',
        SHOP_ORDERS: '10',
      },
    });
  });
  afterAll(() => system?.stop());

  const list = (headers: Record<string, string>) =>
    system.call<{ code: string; items: { owner: string }[] }>('/api/tasks', { headers });

  test('no token, a forged and an expired one are 401; X-Owner counts for nothing', async () => {
    const expired = await new SignJWT({ sub: 'ann' })
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime(1)
      .sign(new TextEncoder().encode(SECRET));
    for (const headers of [
      {},
      { 'x-owner': 'ann' },
      { authorization: `Bearer ${await token({ sub: 'ann' }, `${SECRET}!`)}` },
      { authorization: `Bearer ${expired}` },
      { authorization: 'Bearer x' },
    ]) {
      expect(await list(headers)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    }
  });

  test('the owner is the subject of the token, and only an operator sees others', async () => {
    const ann = { authorization: `Bearer ${await token({ sub: 'ann' })}` };
    const boss = { authorization: `Bearer ${await token({ sub: 'boss', role: 'operator' })}` };
    await system.registerExport({ type: 'orders' }, { headers: ann });
    expect((await list(ann)).body.items).toMatchObject([{ owner: 'ann' }]);
    expect((await system.call('/api/tasks?owner=*', { headers: ann })).status).toBe(403);
    expect(
      (await system.call<{ items: unknown[] }>('/api/tasks?owner=*', { headers: boss })).body.items,
    ).toHaveLength(1);
  });

  test('a POST with the session cookie must come from this site', async () => {
    const cookie = `longshore_session=${await token({ sub: 'cookie' })}`;
    const post = (headers: Record<string, string>) =>
      system.registerExport({ type: 'orders' }, { headers: { cookie, ...headers } });
    expect(await post({})).toMatchObject({ status: 403, body: { code: 'forbidden_origin' } });
    expect(await post({ origin: 'https://evil.example' })).toMatchObject({
      status: 403,
      body: { code: 'forbidden_origin' },
    });
    expect((await post({ origin: system.url })).status).toBe(202);
    expect((await list({ cookie })).status).toBe(200);
  });

  test('too many calls of one owner are 429 with Retry-After, and others go on', async () => {
    const greedy = { authorization: `Bearer ${await token({ sub: 'greedy' })}` };
    const answers = await Promise.all(Array.from({ length: 25 }, () => list(greedy)));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(5);
    expect(refused[0]).toMatchObject({ body: { code: 'rate_limited' } });
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await list({ authorization: `Bearer ${await token({ sub: 'modest' })}` })).status).toBe(
      200,
    );
  });

  test('a log holds neither tokens nor file addresses', () => {
    expect(JSON.stringify(system.api.lines)).not.toMatch(/Bearer|eyJ|\/api\/files\/[\w-]{20}/);
  });
});

describe('with an S3 store', () => {
  const s3 = inject('s3');
  let system: System;
  beforeAll(async () => {
    if (s3 === null) return;
    system = await startSystem({
      databaseUrl: inject('databaseUrl'),
      env: {
        S3_ENDPOINT: s3.endpoint,
        S3_REGION: s3.region,
        S3_ACCESS_KEY: s3.accessKey,
        S3_SECRET_KEY: s3.secretKey,
        S3_BUCKET: `e2e-${process.pid}-${Date.now()}`,
      },
    });
  });
  afterAll(() => system?.stop());

  test.skipIf(s3 === null)(
    'the address leads to the store, which hands out the file under its name',
    async () => {
      const { body } = await system.registerExport({ type: 'orders', fileName: '订单 & more' });
      const { url } = await system.finished(body.taskId);
      const answer = await fetch(system.url + url, { redirect: 'manual' });
      expect(answer.status).toBe(302);
      const file = await fetch(answer.headers.get('location') ?? '');
      expect(file.headers.get('content-disposition')).toContain(
        encodeURIComponent('订单 & more.xlsx'),
      );
      expect((await readWorkbook(new Uint8Array(await file.arrayBuffer()))).rows).toHaveLength(
        20_001,
      );
    },
  );

  test.skipIf(s3 === null)('an import goes through the store both ways', async () => {
    const bytes = await makeWorkbook([
      ['商品编码', '商品名称', '分类', '价格', '状态'],
      ['S3-1', 'x', 'nowhere', 1, '上架'],
    ]);
    const { body } = await system.registerImport('products', { name: 'p.xlsx', bytes });
    const done = await system.finished(body.taskId);
    expect(done).toMatchObject({ phase: 'partial', counts: { failed: 1 } });
    const file = await fetch(system.url + done.issuesUrl);
    expect((await readWorkbook(new Uint8Array(await file.arrayBuffer()))).rows[1]?.at(-2)).toBe(
      '分类: is no category of this shop',
    );
  });

  test.runIf(s3 === null)('is left out: no S3 server can be had on this machine', () => {
    console.warn('SKIPPED: no S3 server can be had on this machine');
  });
});

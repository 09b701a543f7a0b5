/** One zone a task, over HTTP: days of the filter, cells, name of the file, and the way back. */

import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { bytesSource, type Cell, openZip, readXlsx } from '@longshore/workbook';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type System, startSystem } from '../support/system.js';

let system: System;
beforeAll(async () => {
  system = await startSystem({
    databaseUrl: inject('databaseUrl'),
    env: { SHOP_ORDERS: '12000', TIME_ZONE: 'Asia/Kathmandu' },
  });
});
afterAll(() => system?.stop());

async function exported(body: object, owner: string) {
  const registered = await system.registerExport(body, { owner });
  const answer = await system.finished(registered.body.taskId, { owner });
  expect(answer.phase).toBe('succeeded');
  const file = Buffer.from(await (await fetch(`${system.url}${answer.url}`)).arrayBuffer());
  return { answer, file };
}

/** Below the header; dates are the wall clock of their cells, as UTC. */
async function cellsOf(file: Buffer): Promise<Cell[][]> {
  const rows: Cell[][] = [];
  for await (const batch of (await readXlsx(bytesSource(file))).sheets[0]?.rows() ?? [])
    rows.push(...batch.rows);
  return rows.slice(1);
}

async function partOf(file: Buffer, part: string): Promise<string> {
  const found = (await openZip(bytesSource(file))).find(({ name }) => name === part);
  return found === undefined ? '' : String(await buffer(Readable.from(found.bytes())));
}

test('days of a filter, cells and the workbook itself are in the zone of the task', async () => {
  const params = { from: '2025-01-02', to: '2025-01-03' };
  const timeZone = 'Asia/Shanghai';
  const { answer, file } = await exported({ type: 'orders', params, timeZone }, 'shanghai');
  expect(answer.timeZone).toBe(timeZone);
  const walls = (await cellsOf(file)).map(([, wall]) => (wall as Date).toISOString());
  const about = walls.length;
  expect(about).toBeGreaterThan(2_800);
  expect(walls.filter((wall) => !wall.startsWith('2025-01-02T'))).toEqual([]);
  const same = { from: '2025-01-01T16:00:00Z', to: '2025-01-03T00:00:00+08:00' };
  expect(
    await system.call('/api/types/orders/rows', { json: { params: same, limit: 1 } }),
  ).toMatchObject({ body: { total: about } });
  expect(
    await system.call('/api/types/orders/rows', { json: { params, timeZone, limit: 1 } }),
  ).toMatchObject({ body: { total: about } });
  expect(await partOf(file, 'docProps/custom.xml')).toContain(`>${timeZone}<`);
  expect(await partOf(file, 'xl/comments1.xml')).toContain(timeZone);
});

test('the zone of the task centre is that of a task whose caller names none', async () => {
  const params = { from: '2025-01-02', to: '2025-01-03' };
  const { answer, file } = await exported({ type: 'orders', params, format: 'csv' }, 'nobody');
  expect(answer.timeZone).toBe('Asia/Kathmandu');
  const lines = file.toString('utf8').trim().split('\r\n').slice(1);
  expect(lines.length).toBeGreaterThan(2_800);
  expect(lines.filter((line) => !line.includes(',2025-01-02 '))).toEqual([]);
});

test('what is exported comes back under the same zone as the same moments', async () => {
  const header =
    'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n';
  const lines = ['08/03/2026 01:59', '2026-03-08 03:00', '31/10/2026 23:30', '2026-11-01T06:30Z']
    .map((time, i) => `Z-${i},A1,Lamp,1,${time},1.5,17,US\n`)
    .join('');
  const fields = { timeZone: 'America/New_York' };
  const owner = 'york';
  const imported = async (name: string, bytes: Uint8Array) => {
    const { body } = await system.registerImport('retail', { name, bytes }, { owner, fields });
    expect(await system.finished(body.taskId, { owner })).toMatchObject({ phase: 'succeeded' });
    await system.client({ owner }).clearTaskInfo({ taskId: body.taskId });
  };
  const momentsOf = async () => {
    const { body } = await system.call<{ items: Record<string, unknown>[] }>(
      '/api/types/retail/rows',
      { json: { limit: 100 } },
    );
    return body.items.map(({ invoiceDate }) => invoiceDate);
  };
  await imported('lines.csv', Buffer.from(header + lines));
  const moments = [
    '2026-03-08T06:59:00.000Z',
    '2026-03-08T07:00:00.000Z',
    '2026-11-01T03:30:00.000Z',
    '2026-11-01T06:30:00.000Z',
  ];
  expect(await momentsOf()).toEqual(moments);
  const { file } = await exported({ type: 'retail', ...fields }, owner);
  await imported('again.xlsx', file);
  // The hour that occurs twice comes back as the first.
  const again = [...moments.slice(0, 3), '2026-11-01T05:30:00.000Z'];
  expect(await momentsOf()).toEqual([...moments, ...again]);
});

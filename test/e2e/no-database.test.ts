/**
 * A business without a database of its own: rows come from a service and go to it. A worker that
 * dies begins its import anew, so each row arrives at least once, and always with the same key.
 */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { waitUntil } from '@longshore/infra';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { builtBusiness } from '../support/built-business.js';
import { makeWorkbook } from '../support/make-workbook.js';
import { readWorkbook } from '../support/read-workbook.js';
import { type System, startSystem } from '../support/system.js';

const BUSINESS = builtBusiness('service-business');
const ROWS = 1_000;
const PAGE_ROWS = 300;

interface Contact {
  readonly email: string;
  readonly name: string;
}

/** What the service keeps: a contact for each idempotency key, and how often each key came. */
const kept = new Map<string, Contact>();
const arrivals = new Map<string, number>();
/** How long the service takes for a chunk. */
let slowMs = 20;

let service: Server;
let system: System;
beforeAll(async () => {
  service = createServer(async (req, res) => {
    if (req.method === 'GET') {
      const page = Number(new URL(req.url ?? '', 'http://service').searchParams.get('page'));
      const contacts = [...kept.values()].slice(page * PAGE_ROWS, (page + 1) * PAGE_ROWS);
      return void res.end(JSON.stringify(contacts));
    }
    for (const { idempotencyKey, ...contact } of JSON.parse(await text(req))) {
      arrivals.set(idempotencyKey, (arrivals.get(idempotencyKey) ?? 0) + 1);
      kept.set(idempotencyKey, contact);
    }
    setTimeout(() => res.end('{}'), slowMs);
  });
  service.listen(0, '127.0.0.1');
  await once(service, 'listening');
  const { port } = service.address() as AddressInfo;
  system = await startSystem({
    databaseUrl: inject('databaseUrl'),
    workers: 1,
    env: { BUSINESS, SERVICE_URL: `http://127.0.0.1:${port}` },
  });
});
afterAll(async () => {
  await system?.stop();
  service?.close();
  service?.closeAllConnections();
});

const contacts = Array.from({ length: ROWS }, (_, i) => [`c${i}@example.com`, `Contact ${i}`]);

test('an import reaches the service though its worker is killed: each row once a key', {
  timeout: 120_000,
}, async () => {
  const broken = ['c9999@example.com', ''];
  const bytes = await makeWorkbook([['Email', 'name'], ...contacts, broken]);
  const { body } = await system.registerImport('contacts', { name: 'contacts.xlsx', bytes });
  await waitUntil(() => arrivals.size >= 200, { what: 'the first rows to arrive' });
  system.workers[0]?.signal('SIGKILL');
  slowMs = 0;
  await system.startWorker();
  const ended = await system.finished(body.taskId);
  expect(ended).toMatchObject({
    phase: 'partial',
    attempt: 2,
    counts: { total: ROWS + 1, succeeded: ROWS, failed: 1, unprocessed: 0 },
  });
  expect(kept.size).toBe(ROWS);
  expect([...kept.keys()].every((key) => key.startsWith(`${body.taskId}/1/`))).toBe(true);
  expect([...kept.values()].map(({ email }) => email).sort()).toEqual(
    contacts.map(([email]) => email).sort(),
  );
  expect([...arrivals.values()].some((times) => times > 1)).toBe(true);

  const issues = await fetch(`${system.url}${ended.issuesUrl}`);
  const { rows } = await readWorkbook(Buffer.from(await issues.arrayBuffer()));
  expect(rows.slice(1).map(([email]) => email)).toEqual(['c9999@example.com']);
  // its rows are corrected in that workbook only
  const refusal = { status: 409, code: 'rows_not_kept' };
  const edits = { rows: [{ row: ROWS + 2, values: { name: 'x' } }] };
  await expect(system.client().failedRows(body.taskId)).rejects.toMatchObject(refusal);
  await expect(system.client().mendRows(body.taskId, edits)).rejects.toMatchObject(refusal);
});

test('an export takes its rows from the service, page by page', { timeout: 60_000 }, async () => {
  const { body } = await system.registerExport({ type: 'contacts' });
  const { phase, url } = await system.finished(body.taskId);
  expect(phase).toBe('succeeded');
  const file = Buffer.from(await (await fetch(`${system.url}${url}`)).arrayBuffer());
  expect((await readWorkbook(file)).rows).toHaveLength(ROWS + 1);
});

/** A business without a database keeps the laws of the run ledger, and what only it promises. */
import { expect, it } from 'vitest';
import { describeRunLedger } from './conformance.js';
import { noDatabase } from './index.js';

describeRunLedger(async () => noDatabase());

it('says what to do when SQL is asked', async () => {
  const db = noDatabase();
  await expect(
    db.read(new AbortController().signal, (sql) => sql.query('SELECT 1')),
  ).rejects.toThrow('This business has no database: call your service');
});

it('tells a service that is away from a mistake of the program', () => {
  const db = noDatabase();
  const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
  expect(db.faultOf(new TypeError('fetch failed', { cause: refused })).kind).toBe('away');
  expect(db.faultOf(new DOMException('late', 'TimeoutError')).kind).toBe('away');
  expect(db.faultOf(new TypeError('x is not a function')).kind).toBe('program');
});

/** Laws: what an error means. */
import { describe, expect, it } from 'vitest';
import { type Opened, rejection } from './adapter.js';

export function describeFaults(opened: Opened): void {
  const faultOf = async (statement: string) => {
    const { db } = opened();
    return db.faultOf(await rejection(db.query(statement)));
  };

  describe('a fault', () => {
    it.each([
      ['a key that exists', `INSERT INTO line (sku) VALUES ('a'), ('a')`],
      ['a broken check', `INSERT INTO line (sku, price) VALUES ('a', -1)`],
      ['a missing value', `INSERT INTO pair (a, b) VALUES (1, NULL)`],
      ['a number out of range', `INSERT INTO pair (a, b) VALUES (99999999999, 1)`],
      ['a text that is too long', `INSERT INTO line (sku) VALUES ('${'x'.repeat(60)}')`],
      ['a text that is no number', `INSERT INTO pair (a, b) VALUES ('x', 1)`],
      ['a text that is no date', `INSERT INTO thing (id, day) VALUES (1, '2026-02-30')`],
    ])('of the row: %s', async (_what, statement) => {
      expect((await faultOf(statement)).kind).toBe('row');
    });

    it.each([
      ['no such table', 'SELECT 1 FROM no_such_table'],
      ['no such column', 'SELECT no_such_column FROM line'],
      ['no SQL', 'SELEC 1'],
    ])('of the program: %s', async (_what, statement) => {
      expect((await faultOf(statement)).kind).toBe('program');
    });

    it('of the system: the connection is refused', () => {
      const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
      expect(opened().db.faultOf(refused).kind).toBe('system');
    });

    it('is told from what a wrapped error was caused by, and shows no value', async () => {
      const { db } = opened();
      const cause = await rejection(
        db.query(`INSERT INTO line (sku) VALUES ('secret'), ('secret')`),
      );
      const fault = db.faultOf(new Error('save failed', { cause }));
      expect(fault.kind).toBe('row');
      expect(fault.message).not.toContain('secret');
      expect(db.faultOf('thrown text').kind).toBe('program');
    });
  });
}

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
      ['duplicate', `INSERT INTO line (sku) VALUES ('a'), ('a')`],
      ['rule_broken', `INSERT INTO line (sku, price) VALUES ('a', -1)`],
      ['value_missing', `INSERT INTO pair (a, b) VALUES (1, NULL)`],
      ['number_out_of_range', `INSERT INTO pair (a, b) VALUES (99999999999, 1)`],
      ['text_too_long', `INSERT INTO line (sku) VALUES ('${'x'.repeat(60)}')`],
      ['date_out_of_range', `INSERT INTO thing (id, day) VALUES (1, '2026-02-30')`],
      ['refused', `INSERT INTO pair (a, b) VALUES ('x', 1)`],
      ['refused', `INSERT INTO thing (id, day) VALUES (1, 'x')`],
    ])('of the row: %s', async (refusal, statement) => {
      expect(await faultOf(statement)).toMatchObject({ kind: 'row', refusal });
    });

    it('of the row: bad_character', async () => {
      const statement = opened().badCharacter;
      expect(await faultOf(statement)).toMatchObject({ kind: 'row', refusal: 'bad_character' });
    });

    it('of the row: reference_missing, and rule_broken for a row that others refer to', async () => {
      const { db } = opened();
      await db.query('CREATE TABLE parent (id int PRIMARY KEY)');
      await db.query(
        'CREATE TABLE child (parent_id int, FOREIGN KEY (parent_id) REFERENCES parent (id))',
      );
      const missing = await faultOf('INSERT INTO child VALUES (7)');
      await db.query('INSERT INTO parent VALUES (1)');
      await db.query('INSERT INTO child VALUES (1)');
      const referenced = await faultOf('DELETE FROM parent');
      await db.query('DROP TABLE child');
      await db.query('DROP TABLE parent');
      expect(missing).toMatchObject({
        refusal: 'reference_missing',
        values: { columns: 'parent_id' },
      });
      expect(referenced).toMatchObject({ kind: 'row', refusal: 'rule_broken', values: {} });
    });

    it('of the row names the column that misses its value', async () => {
      expect(await faultOf('INSERT INTO pair (a, b) VALUES (1, NULL)')).toMatchObject({
        values: { columns: 'b' },
      });
    });

    it('of the row names the columns of the index that holds its key already', async () => {
      const values = async (statement: string) => {
        const fault = await faultOf(statement);
        return fault.kind === 'row' ? fault.values : fault.kind;
      };
      const twice = `INSERT INTO line (sku) VALUES ('a''for key ''b'), ('a''for key ''b')`;
      expect(await values(twice)).toEqual({ columns: 'sku' });
      const two = 'INSERT INTO pair (a, b, note) VALUES (1, 2, 3), (1, 2, 4)';
      expect(await values(two)).toEqual({ columns: 'a, b' });
    });

    it('of the row names the columns of an insert and an update in a transaction, which goes on', async () => {
      const { db, insertMany } = opened();
      const row = { a: 1, b: 2, note: 'x' };
      await db.transaction(async (tx) => {
        await insertMany(tx, { table: 'pair', rows: [row, { ...row, a: 2 }] });
        const refused: readonly (() => Promise<unknown>)[] = [
          () => insertMany(tx, { table: 'pair', rows: [row] }),
          () => tx.query('UPDATE pair SET a = 1 WHERE a = 2'),
        ];
        for (const write of refused)
          expect(db.faultOf(await rejection(tx.savepoint(write)))).toMatchObject({
            refusal: 'duplicate',
            values: { columns: 'a, b' },
          });
      });
      expect(await db.query('SELECT a FROM pair ORDER BY a')).toEqual([{ a: 1 }, { a: 2 }]);
    });

    it.each([
      ['no such table', 'SELECT 1 FROM no_such_table'],
      ['no such column', 'SELECT no_such_column FROM line'],
      ['no SQL', 'SELEC 1'],
    ])('of the program: %s', async (_what, statement) => {
      expect((await faultOf(statement)).kind).toBe('program');
    });

    it('that a retry can heal: the connection is refused', () => {
      const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
      expect(['system', 'away']).toContain(opened().db.faultOf(refused).kind);
    });

    it('is told from what a wrapped error was caused by, and shows no value', async () => {
      const { db } = opened();
      const cause = await rejection(
        db.query(`INSERT INTO line (sku) VALUES ('secret'), ('secret')`),
      );
      const fault = db.faultOf(new Error('save failed', { cause }));
      expect(fault.kind).toBe('row');
      expect(JSON.stringify(fault)).not.toContain('secret');
      expect(db.faultOf('thrown text').kind).toBe('program');
    });
  });
}

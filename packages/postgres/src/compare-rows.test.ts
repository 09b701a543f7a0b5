import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { upsertInto } from './current-rows.js';
import { type FreshDatabase, freshDatabase } from './fresh-database.js';
import { type PostgresDatabase, postgres } from './postgres.js';

let server: FreshDatabase;
let db: PostgresDatabase;
beforeAll(async () => {
  server = await freshDatabase(inject('databaseUrl'));
  db = postgres(server.url);
});
afterAll(async () => {
  await db?.close();
  await server?.drop();
});

const COLUMNS =
  'code varchar(10) PRIMARY KEY, price numeric(8,2), at timestamptz(0), day date, ok boolean, note text NOT NULL';
type Row = Record<string, unknown>;

const row = (code: string, changes: Row = {}): Row => ({
  code,
  price: 1.5,
  at: new Date('2026-01-31T08:00:00Z'),
  day: new Date('2026-01-31T00:00:00Z'),
  ok: true,
  note: 'a "quoted" one',
  ...changes,
});

let tables = 0;
/** A table of its own; what is told of rows, and what an upsert of them then does. */
async function tableOf(columns = COLUMNS, also: (table: string) => string = () => '') {
  const table = `kept_${++tables}`;
  await db.query(`CREATE TABLE ${table} (${columns})`);
  for (const statement of also(table).split(';;')) if (statement.trim()) await db.query(statement);
  const { save, current, comparison } = upsertInto({ table, key: 'code' });
  const all = async (rows: readonly Row[]) =>
    new Map((await current(rows, { tx: db })).map((one) => [one.code, JSON.stringify(one)]));
  return {
    table,
    save: (rows: readonly Row[]) =>
      save(
        rows.map((value) => ({ value })),
        { tx: db },
      ),
    stored: (rows: readonly Row[]) => comparison.stored(rows, { tx: db }),
    fates: async (rows: readonly Row[]) =>
      comparison.fates(rows, await comparison.stored(rows, { tx: db }), { tx: db }),
    /** As an upsert shows it. */
    done: async (rows: readonly Row[]) => {
      const before = await all(rows);
      await save(
        rows.map((value) => ({ value })),
        { tx: db },
      );
      const after = await all(rows);
      return rows.map(({ code }) => {
        if (!before.has(code)) return 'create';
        return before.get(code) === after.get(code) ? 'same' : 'update';
      });
    },
  };
}

describe('a comparison', () => {
  it('tells what an upsert then does, with its rounding', async () => {
    const { save, fates, done } = await tableOf();
    const old = ['a', 'b', 'c', 'd', 'e'].map((code) => row(code));
    await save(old);
    const rows = [
      row('a'),
      row('b', { price: 1.504, at: new Date('2026-01-31T08:00:00.400Z') }),
      row('c', { price: 1.506 }),
      row('d', { note: 'other' }),
      row('e', { price: null }),
      row('x'),
    ];
    const told = await fates(rows);
    expect(told).toEqual(['same', 'same', 'update', 'update', 'update', 'create']);
    expect(await done(rows)).toEqual(told);
  });

  it('tells of each stored row a text that changes with it, and with what is written only', async () => {
    const { table, save, stored } = await tableOf(`${COLUMNS}, seen integer DEFAULT 0`);
    await save([row('a'), row('b')]);
    const asked = [row('b'), row('x'), row('a')];
    const before = await stored(asked);
    expect(before).toEqual([expect.any(String), null, expect.any(String)]);
    await db.query(`UPDATE ${table} SET seen = 1, note = 'other' WHERE code = 'b'`);
    await db.query(`UPDATE ${table} SET seen = 1 WHERE code = 'a'`);
    const after = await stored(asked);
    expect(after.map((text, i) => text === before[i])).toEqual([false, true, true]);
  });

  it.each([
    ['a text that is too long', row('a', { note: null })],
    ['a number that is too great', row('a', { price: 1e6 })],
    ['a number that is none', row('a', { price: Number.NaN })],
    ['a key that is too long', row('12345678901')],
    ['a NUL', row('a', { note: 'a\0' })],
    ['a text in a column of times', row('a', { at: 'now' })],
    ['a day with a time', row('a', { day: new Date('2026-01-31T08:00:00Z') })],
    ['a missing value', (({ note: _, ...rest }) => rest)(row('a'))],
  ])('leaves %s to a trial', async (_, bad) => {
    const { fates } = await tableOf();
    expect(await fates([bad])).toBeNull();
  });

  it.each([
    ['a check', `${COLUMNS}, CHECK (price < 1000)`, undefined],
    ['another unique index', `${COLUMNS}, UNIQUE (note)`, undefined],
    ['an identity', `${COLUMNS}, n integer GENERATED ALWAYS AS IDENTITY UNIQUE`, undefined],
    ['an index by an expression', COLUMNS, (t: string) => `CREATE INDEX ON ${t} ((1 / price))`],
    [
      'a trigger',
      COLUMNS,
      (t: string) =>
        `CREATE FUNCTION louder_${t}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.note = upper(NEW.note); RETURN NEW; END $$;;
         CREATE TRIGGER louder BEFORE INSERT ON ${t} FOR EACH ROW EXECUTE FUNCTION louder_${t}()`,
    ],
    ['a rule', COLUMNS, (t: string) => `CREATE RULE none AS ON DELETE TO ${t} DO INSTEAD NOTHING`],
    ['policies of rows', COLUMNS, (t: string) => `ALTER TABLE ${t} ENABLE ROW LEVEL SECURITY`],
    ['a reference', `${COLUMNS}, up varchar(10) REFERENCES held`, undefined],
    ['a child', COLUMNS, (t: string) => `CREATE TABLE ${t}_child () INHERITS (${t})`],
  ])('leaves a table with %s to a trial', async (_, columns, also) => {
    await db.query('CREATE TABLE IF NOT EXISTS held (id varchar(10) PRIMARY KEY)');
    const { fates } = await tableOf(columns, also);
    expect(await fates([row('a')])).toBeNull();
  });

  it('leaves texts that are equal without being the same to a trial', async () => {
    await db.query(
      "CREATE COLLATION IF NOT EXISTS folding (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
    );
    const { fates } = await tableOf(`${COLUMNS}, word text COLLATE folding`);
    expect(await fates([row('a', { word: 'x' })])).toBeNull();
  });
});

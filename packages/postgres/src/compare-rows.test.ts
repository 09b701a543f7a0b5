import fc from 'fast-check';
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

/** What was kept is written, unless it has to be undone. */
const keptBy = (db: PostgresDatabase, table: string) => ({
  saveKept: async (kept: readonly string[]): Promise<boolean> => {
    const { comparison } = upsertInto({ table, key: 'code' });
    const undo = new Error('to be undone');
    return db
      .transaction(async (tx) => {
        if (!(await comparison.saveKept(kept, { tx }))) throw undo;
        return true;
      })
      .catch((error: unknown) => {
        if (error === undo || db.faultOf(error).kind === 'row') return false;
        throw error;
      });
  },
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
    kept: async (rows: readonly Row[]) =>
      (await comparison.compare(rows, { tx: db })).kept ?? expect.unreachable('not sure'),
    ...keptBy(db, table),
    all: async () =>
      (await db.query<Row>(`SELECT *, xmin::text FROM ${table} ORDER BY code`)).map(
        ({ xmin, ...values }) => ({ xmin, values: JSON.stringify(values) }),
      ),
    fates: async (rows: readonly Row[]) => (await comparison.compare(rows, { tx: db })).fates,
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

describe('rows that are kept', () => {
  const rows = () => [row('x'), row('b', { note: 'other' }), row('a'), row('y', { price: null })];
  const opened = async (columns = COLUMNS) => {
    const one = await tableOf(columns);
    await one.save([row('a'), row('b'), row('c')]);
    return { ...one, kept: await one.kept(rows()) };
  };

  it('are saved as an upsert saves them, but for those that are as they would be', async () => {
    const { kept, saveKept, all } = await opened();
    const before = await all();
    expect(await saveKept(kept)).toBe(true);
    const after = await all();
    const other = await tableOf();
    await other.save([row('c'), ...rows()]);
    const values = (list: Awaited<ReturnType<typeof all>>) => list.map((one) => one.values);
    expect(values(after)).toEqual(values(await other.all()));
    expect(after[0]).toEqual(before[0]);
  });

  it.each([
    [
      'a row to be changed was changed',
      (t: string) => `UPDATE ${t} SET ok = false WHERE code = 'b'`,
    ],
    ['a row to be changed is gone', (t: string) => `DELETE FROM ${t} WHERE code = 'b'`],
    ['a row to be left was changed', (t: string) => `UPDATE ${t} SET ok = false WHERE code = 'a'`],
    ['a row to be left is gone', (t: string) => `DELETE FROM ${t} WHERE code = 'a'`],
    [
      'a new row is there',
      (t: string) =>
        `INSERT INTO ${t} SELECT 'x', price, at, day, ok, note FROM ${t} WHERE code = 'a'`,
    ],
    ['the table does more now', (t: string) => `ALTER TABLE ${t} ADD CHECK (price < 1000)`],
  ])('are not saved where %s', async (_, change) => {
    const { table, kept, all } = await opened();
    await db.query(change(table));
    const before = await all();
    // a connection of its own knows the table as it is
    const another = postgres(server.url);
    const { saveKept } = keptBy(another, table);
    expect(await saveKept(kept)).toBe(false);
    await another.close();
    expect(await all()).toEqual(before);
  });

  it('are saved where somebody changed only what is not written', async () => {
    const { table, kept, saveKept } = await opened(`${COLUMNS}, seen integer`);
    await db.query(`UPDATE ${table} SET seen = 1`);
    expect(await saveKept(kept)).toBe(true);
  });

  it('are not saved where an earlier version kept them', async () => {
    const { kept, saveKept } = await opened();
    const [header = '', ...texts] = kept;
    const { changed, ...earlier } = JSON.parse(header);
    expect(changed).toEqual(['note']);
    expect(await saveKept([JSON.stringify(earlier), ...texts])).toBe(false);
  });

  it('are written in the columns in which some of them differ, as an upsert would leave them', async () => {
    const names = Array.from({ length: 40 }, (_, i) => `c${i}`);
    const columns = `code text PRIMARY KEY, ${names.map((name) => `${name} integer`).join(', ')}`;
    const numbers = fc.array(fc.option(fc.integer({ min: 0, max: 1 }), { freq: 9 }), {
      minLength: names.length,
      maxLength: names.length,
    });
    const lists = fc.array(numbers, { minLength: 1, maxLength: 3 });
    const rowsOf = (list: readonly (readonly (number | null)[])[]): Row[] =>
      list.map((values, i) => ({
        code: `r${i}`,
        ...Object.fromEntries(names.map((name, k) => [name, values[k]])),
      }));
    // a change of a few columns only
    const changes = fc.array(fc.tuple(fc.nat(2), fc.nat(names.length - 1)), { maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(lists, changes, async (list, changed) => {
        const [one, other] = [await tableOf(columns), await tableOf(columns)];
        await one.save(rowsOf(list));
        const next = list.map((values) => [...values]);
        for (const [at, column] of changed) {
          const values = next[at % next.length];
          if (values !== undefined) values[column] = values[column] === 7 ? null : 7;
        }
        expect(await one.saveKept(await one.kept(rowsOf(next)))).toBe(true);
        await other.save(rowsOf(next));
        const values = (all: Awaited<ReturnType<typeof one.all>>) => all.map((row) => row.values);
        expect(values(await one.all())).toEqual(values(await other.all()));
      }),
      { numRuns: 40 },
    );
  });
});

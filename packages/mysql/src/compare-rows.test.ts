import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { upsertInto } from './current-rows.js';
import { type FreshDatabase, freshDatabase } from './fresh-database.js';
import { type MysqlDatabase, mysql } from './mysql.js';

const serverUrl = inject('mariadbUrl');

let server: FreshDatabase;
let db: MysqlDatabase;
beforeAll(async () => {
  if (serverUrl === null) return;
  server = await freshDatabase(serverUrl);
  db = mysql(server.url);
});
afterAll(async () => {
  await db?.close();
  await server?.drop();
});

type Row = Record<string, unknown>;

const named = (rows: readonly Row[]) => rows.map((value) => ({ value }));
const inBytes = (name: string) => `HEX(CAST(${name} AS BINARY)) AS ${name}`;

let tables = 0;
/** A table of its own; what is told of rows, and what an upsert of them then does. */
async function tableOf(columns: string, ...also: ((table: string) => string)[]) {
  const table = `compared_${++tables}`;
  await db.query(`CREATE TABLE ${table} (code varchar(10) PRIMARY KEY, ${columns})`);
  for (const statement of also) await db.query(statement(table));
  return { table, ...ways(table) };
}

function ways(table: string, on: MysqlDatabase = db, key = 'code') {
  const { save, comparison } = upsertInto({ table, key });
  const compare = (rows: readonly Row[]) => comparison.compare(rows, { tx: on });
  const saveAll = (rows: readonly Row[]) => save(named(rows), { tx: on });
  const bytes = async (row: Row) => {
    const columns = Object.keys(row).map(inBytes).join(', ');
    const [found] = await db.query(`SELECT ${columns} FROM ${table} WHERE ${key} = ?`, [row[key]]);
    return found === undefined ? null : JSON.stringify(found);
  };
  return {
    compare,
    save: saveAll,
    fates: async (rows: readonly Row[]) => (await compare(rows)).fates,
    stored: (rows: readonly Row[]) => comparison.stored(rows, { tx: on }),
    /** As the bytes of the stored rows show it. */
    done: async (rows: readonly Row[]) => {
      const before = await Promise.all(rows.map(bytes));
      await saveAll(rows);
      const after = await Promise.all(rows.map(bytes));
      return before.map((one, i) => {
        if (one === null) return 'create';
        return one === after[i] ? 'same' : 'update';
      });
    },
  };
}

describe.skipIf(serverUrl === null)('a comparison on MariaDB', () => {
  it.each([
    ['utf8mb4_general_ci', 'x', 'X', 'same'],
    ['utf8mb4_unicode_ci', 'é', 'E', 'same'],
    ['utf8mb4_unicode_ci', 'ß', 'ss', 'same'],
    ['utf8mb4_general_ci', 'x', 'x ', 'same'],
    ['utf8mb4_bin', 'x', 'x ', 'same'],
    ['utf8mb4_nopad_bin', 'x', 'x ', 'create'],
    ['utf8mb4_bin', 'x', 'X', 'create'],
  ])('finds a key as %s does: %s, then %s: %s', async (collation, old, other, fate) => {
    const { table, save, fates, stored, done } = await tableOf('note text');
    await db.query(`ALTER TABLE ${table} MODIFY code varchar(10) COLLATE ${collation}`);
    await save([{ code: old, note: 'a' }]);
    const rows = [{ code: other, note: 'a' }];
    expect(await fates(rows)).toEqual([fate]);
    const asOld = await stored([{ code: old, note: '' }]);
    expect(await stored(rows)).toEqual(fate === 'create' ? [null] : asOld);
    expect(await done(rows)).toEqual([fate]);
  });

  it('leaves keys that the server takes for one to a trial', async () => {
    const { fates, save } = await tableOf('note text');
    const twice = [
      { code: 'x', note: 'a' },
      { code: 'X', note: 'b' },
    ];
    expect(await fates(twice)).toBeNull();
    await save(twice);
    expect(await fates(twice)).toBeNull();
  });

  it.each([
    ['text', 'text', 'A', 'a'],
    ['trailing blanks', 'varchar(9)', 'a', 'a '],
    ['accents', 'varchar(9)', 'e', 'é'],
    ['a number', 'bigint unsigned', 2 ** 53 - 1, 2 ** 53 - 2],
    ['a large number', 'bigint unsigned', 2n ** 64n - 1n, 2n ** 64n - 2n],
    ['a double', 'double', 0.1 + 0.2, 0.3],
    ['a small double', 'double', 5e-324, 0],
    ['a decimal', 'decimal(20,6)', 1.000001, 1.000002],
    ['a fraction of a second', 'datetime(3)', new Date(1.7e12 + 1), new Date(1.7e12 + 2)],
    ['a boolean', 'tinyint(1)', true, false],
    ['nothing', 'text', '', null],
    ['no number', 'int', 0, null],
  ])('sees every difference of %s', async (_, type, one, other) => {
    const { save, fates, compare } = await tableOf(`value ${type}`);
    await save([{ code: 'a', value: one }]);
    expect(await fates([{ code: 'a', value: one }])).toEqual(['same']);
    expect(await fates([{ code: 'a', value: other }])).toEqual(['update']);
    const { states } = await compare([{ code: 'a', value: one }]);
    await save([{ code: 'a', value: other }]);
    expect((await compare([{ code: 'a', value: one }])).states).not.toEqual(states);
  });

  it.each([
    ['a zero date', 'date', '0000-00-00'],
    ['a text for a time', 'datetime', '2026-01-01'],
    ['a JSON value', 'json', { a: 1 }],
    ['bits', 'bit(8)', 5],
    ['a float', 'float', 0.1],
    ['a member of a list', "enum('a', 'b')", 'a'],
    ['a blank at the end of CHAR', 'char(5)', 'a '],
    ['a number as text', 'int', '7'],
    ['a negative number without a sign', 'int unsigned', -1],
    ['a number beyond the column', 'tinyint', 128],
    ['a letter beyond the character set', 'varchar(9) CHARACTER SET latin1', '名'],
    ['a letter beyond the plane', 'varchar(9) CHARACTER SET utf8mb3', '😀'],
    ['bytes', 'blob', Buffer.from('a')],
    ['a moment before TIMESTAMP', 'timestamp null', new Date(0)],
    ['a year before the calendar', 'datetime', new Date('0001-01-01T00:00:00Z')],
    ['a value of an expression', 'value_of int AS (1) STORED, value int', 1],
  ])('leaves %s to a trial', async (_, type, value) => {
    const { fates } = await tableOf(`value ${type}`.replace('value value_of', 'value_of'));
    expect(await fates([{ code: 'a', value }])).toBeNull();
  });

  it('leaves the next number of a column that counts up to a trial', async () => {
    await db.query('CREATE TABLE counted (id int AUTO_INCREMENT PRIMARY KEY, note text)');
    const { fates } = ways('counted', db, 'id');
    expect(await fates([{ id: 7, note: 'a' }])).toEqual(['create']);
    expect(await fates([{ id: 0, note: 'a' }])).toBeNull();
  });

  it('tells a change of a FLOAT that is not shown', async () => {
    const { table, stored } = await tableOf('value float');
    await db.query(`INSERT INTO ${table} VALUES ('a', 16777215)`);
    const before = await stored([{ code: 'a', value: 0 }]);
    await db.query(`UPDATE ${table} SET value = 16777216`);
    expect(await stored([{ code: 'a', value: 0 }])).not.toEqual(before);
  });

  it.each([
    ['a check', 'note text CHECK (note <> 1)', undefined],
    ['another unique index', 'note varchar(9) UNIQUE', undefined],
    ['a reference', 'note varchar(10) REFERENCES referred (code)', undefined],
    ['versions', 'note text) WITH SYSTEM VERSIONING COMMENT (', undefined],
    [
      'a trigger',
      'note text',
      (t: string) => `CREATE TRIGGER on_${t} BEFORE INSERT ON ${t} FOR EACH ROW SET NEW.note = 1`,
    ],
    ['parts', 'note text', (t: string) => `ALTER TABLE ${t} PARTITION BY KEY (code) PARTITIONS 2`],
    ['a required column that is not given', 'note text, other int NOT NULL', undefined],
    ['another engine', 'note text', (t: string) => `ALTER TABLE ${t} ENGINE = MyISAM`],
  ])('leaves a table with %s to a trial', async (_, columns, also) => {
    await db.query('CREATE TABLE IF NOT EXISTS referred (code varchar(10) PRIMARY KEY)');
    const definition = columns.replace(' COMMENT (', '');
    const table = `ruled_${++tables}`;
    const end = definition.includes(') WITH') ? '' : ')';
    await db.query(`CREATE TABLE ${table} (code varchar(10) PRIMARY KEY, ${definition}${end}`);
    if (also) await db.query(also(table));
    expect(await ways(table).fates([{ code: 'a', note: '1' }])).toBeNull();
  });

  it('leaves a table to a trial whose triggers nobody lets it see', async () => {
    const { table, fates } = await tableOf('note text');
    const rows = [{ code: 'a', note: '1' }];
    expect(await fates(rows)).toEqual(['create']);
    const url = new URL(server.url);
    const user = `blind_${url.pathname.slice(-8)}`;
    const onAll = `${url.pathname.slice(1)}.*`;
    await db.query(`CREATE USER ${user} IDENTIFIED BY 'x'`);
    await db.query(`GRANT SELECT, INSERT, UPDATE ON ${onAll} TO ${user}`);
    Object.assign(url, { username: user, password: 'x' });
    const blind = mysql(url.href);
    try {
      expect(await ways(table, blind).fates(rows)).toBeNull();
      await db.query(`GRANT TRIGGER ON ${onAll} TO ${user}`);
      const seeing = mysql(url.href);
      expect(await ways(table, seeing).fates(rows)).toEqual(['create']);
      await seeing.close();
    } finally {
      await blind.close();
      await db.query(`DROP USER ${user}`);
    }
  });

  it('tells of random rows what an upsert then does', async () => {
    const { table, fates, done } = await tableOf(
      'a varchar(6), b decimal(6,2), c datetime, d double, e int unsigned, f char(3)',
    );
    const text = fc.string({ unit: fc.constantFrom(...`aA bBé'"\\ß`), maxLength: 3 });
    const orNull = <T>(one: fc.Arbitrary<T>) => fc.option(one);
    const number = fc.constantFrom(0, -0, 1, 1.005, 1.004, 2.675, -1.005, 12.345, 1e-7, 99.999);
    const ms = fc.integer({ min: 0, max: 4 }).map((n) => new Date(1.7e12 + n * 300));
    const row = fc.record({
      code: fc.constantFrom('a', 'A', 'b', 'é', 'c '),
      a: orNull(text),
      b: orNull(number),
      c: orNull(ms),
      d: orNull(number),
      e: orNull(fc.nat(2)),
      f: orNull(text),
    });
    let told = 0;
    const property = fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 3 }),
      async (rows) => {
        const guess = await fates(rows);
        const truth = await done(rows);
        if (guess === null) return;
        told++;
        expect(guess).toEqual(truth);
      },
    );
    await fc.assert(property, { numRuns: 300 });
    expect(told).toBeGreaterThan(30);
    expect(await db.query(`SELECT COUNT(*) AS n FROM ${table}`)).not.toEqual([{ n: 0 }]);
  });

  it('asks in parts what is too long for one statement', async () => {
    const { save, compare } = await tableOf('note longtext');
    const rows = Array.from({ length: 4 }, (_, i) => ({
      code: `k${i}`,
      note: `${i}`.repeat(2 * 1024 ** 2),
    }));
    await save(rows.slice(1));
    const { fates, states } = await compare(rows);
    expect(fates).toBeNull();
    expect(states.map((state) => state !== null)).toEqual([false, true, true, true]);
  });
});

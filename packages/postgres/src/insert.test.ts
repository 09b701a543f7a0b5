import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from './fresh-database.js';
import { insertMany } from './insert.js';
import { type PostgresDatabase, postgres } from './postgres.js';

let server: FreshDatabase;
let db: PostgresDatabase;

beforeAll(async () => {
  server = await freshDatabase(inject('databaseUrl'));
  db = postgres(server.url);
  await db.query(`CREATE TYPE mood AS ENUM ('good', 'bad')`);
  await db.query(
    `CREATE TABLE "odd ""name" (sku varchar(5), "select" numeric(12,2), at timestamptz, ok boolean, mood mood, body jsonb, code char(3), PRIMARY KEY (sku))`,
  );
  await db.query('CREATE TABLE pair (a integer, b numeric, note text, PRIMARY KEY (a, b))');
});
afterAll(async () => {
  await db.close();
  await server.drop();
});
beforeEach(() => db.query('TRUNCATE "odd ""name", pair'));

const table = 'odd "name';

describe('insertMany', () => {
  it('writes every type of value', async () => {
    const row = {
      sku: `"',{`,
      select: 1234.5,
      at: new Date('2026-01-31T08:05:00.123Z'),
      ok: true,
      mood: 'bad',
      body: { a: ['"'] },
      code: 'abc',
    };
    const blank = { sku: '', select: null, at: null, ok: null, mood: null, body: null, code: null };
    await insertMany(db, { table, rows: [row, blank] });
    expect(await db.query('SELECT * FROM "odd ""name" ORDER BY sku DESC')).toEqual([row, blank]);
  });

  it('refuses a text that is too long, rather than cut it', async () => {
    const error = await insertMany(db, { table, rows: [{ sku: 'sixsix' }] }).catch(
      (thrown: unknown) => thrown,
    );
    expect(db.faultOf(error)).toMatchObject({ kind: 'row', code: '22001' });
  });

  it('refuses a NUL as the data of a row', async () => {
    const error = await insertMany(db, { table, rows: [{ sku: 'a\u0000' }] }).catch(
      (thrown: unknown) => thrown,
    );
    expect(db.faultOf(error)).toMatchObject({ kind: 'row', code: '22021' });
  });

  it('names a column that the table has not', async () => {
    await expect(insertMany(db, { table: 'pair', rows: [{ c: 1 }] })).rejects.toThrow(
      'no column "c"; its columns: a, b, note',
    );
  });

  it('does nothing for no rows', async () => {
    await insertMany(db, { table: 'pair', rows: [] });
  });
});

describe('types of columns', () => {
  const never = new AbortController().signal;

  it('are asked once for many statements, and anew after a failure', async () => {
    await db.query('CREATE TABLE changing (a integer)');
    const run = { taskId: 'types', attempt: 1 };
    await db.migrate();
    await db.openRun(run);
    const chunk = (cursor: number, a: unknown) =>
      db.chunk(run, never, async (tx) => {
        await insertMany(tx, { table: 'changing', rows: [{ a }] });
        const [backend] = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
        pids.add(backend?.pid ?? 0);
        return { cursor: { part: 1, row: cursor }, succeeded: 1, failed: [] };
      });
    const pids = new Set<number>();
    await chunk(1, 1);
    await db.query('ALTER TABLE changing ALTER a TYPE numeric');
    await expect(chunk(2, 1.5)).rejects.toMatchObject({ code: '22P02' });
    await chunk(2, 1.5);
    expect(await db.query('SELECT a FROM changing ORDER BY a')).toEqual([{ a: 1 }, { a: 1.5 }]);
    expect(pids.size).toBe(1);
  });

  it('are those of the schema that a transaction chose', async () => {
    await db.query(
      'CREATE SCHEMA tenant_a; CREATE SCHEMA tenant_b; CREATE TABLE tenant_a.t (a integer); CREATE TABLE tenant_b.t (a numeric)',
    );
    for (const [tenant, a] of [
      ['tenant_a', 1],
      ['tenant_b', 1.5],
      ['tenant_a', 2],
    ] as const)
      await db.transaction(async (tx) => {
        await tx.query(`SET LOCAL search_path = ${tenant}`);
        await insertMany(tx, { table: 't', rows: [{ a }] });
      });
    expect(await db.query('SELECT a FROM tenant_b.t')).toEqual([{ a: 1.5 }]);
    expect(await db.query('SELECT a FROM tenant_a.t ORDER BY a')).toEqual([{ a: 1 }, { a: 2 }]);
  });
});

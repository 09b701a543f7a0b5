/** PostgreSQL keeps the laws of the port, and what only this adapter promises. */
import {
  type DatabaseUnderTest,
  describeDatabase,
  startSilentNetwork,
} from '@longshore/database/conformance';
import pg from 'pg';
import { describe, expect, inject, it } from 'vitest';
import { upsertInto } from './current-rows.js';
import { freshDatabase } from './fresh-database.js';
import { insertMany, upsert } from './insert.js';
import { keyset } from './keyset.js';
import { postgres } from './postgres.js';
import { allOf, sql } from './sql.js';

const BILL =
  'customer text, amount numeric, batch_no text, state smallint NOT NULL, remark varchar(20), fee numeric';

const TABLES = {
  line: `CREATE TABLE line (id serial PRIMARY KEY, sku varchar(50) UNIQUE, price numeric CHECK (price >= 0))`,
  plain: `CREATE TABLE plain (code varchar(10) PRIMARY KEY, price numeric(8,2), at timestamptz(0), day date, ok boolean, note text NOT NULL)`,
  pair: `CREATE TABLE pair (a integer, b numeric(10,2), note text, PRIMARY KEY (a, b))`,
  item: `CREATE TABLE item (a integer, b text, at timestamptz, note text)`,
  thing: `CREATE TABLE thing (id integer PRIMARY KEY, big bigint, exact numeric(30,10), day date, at timestamp, flag boolean, note text)`,
  bill: `CREATE TABLE bill (id bigint PRIMARY KEY, ${BILL}); CREATE INDEX bill_pages ON bill (id) WHERE state = 0`,
  bill_done: `CREATE TABLE bill_done (id bigint, ${BILL})`,
};

const SLOW_QUERY = 'SELECT pg_sleep(60) AS slow_query';

describeDatabase(async () => {
  const server = await freshDatabase(inject('databaseUrl'));
  const db: DatabaseUnderTest = postgres(server.url);
  const isThere = async (condition: string) =>
    (
      await db.query(
        `SELECT 1 AS one FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND ${condition}`,
      )
    ).length > 0;
  return {
    db,
    url: server.url,
    tables: TABLES,
    sql,
    allOf,
    keyset,
    insertMany,
    upsert,
    upsertInto,
    another: ({ maxConnections = 20, frozenMs = 30_000, url = server.url } = {}) =>
      postgres({ url, maxConnections, chunkIdleTimeoutMs: frozenMs }),
    away: () => postgres('postgres://nobody@127.0.0.1:1/none'),
    empty: async () => {
      const fresh = await freshDatabase(inject('databaseUrl'));
      return { open: () => postgres(fresh.url), drop: fresh.drop };
    },
    connectionId: async (tx) =>
      (await tx.query<{ id: number }>('SELECT pg_backend_pid() AS id'))[0]?.id ?? 0,
    kill: async (id) => void (await db.query('SELECT pg_terminate_backend($1)', [id])),
    isConnected: (id) => isThere(`pid = ${id}`),
    someoneWaits: () => isThere(`wait_event_type = 'Lock'`),
    changeType: (table, column, type) => `ALTER TABLE ${table} ALTER ${column} TYPE ${type}`,
    dropIndex: (_, index) => `DROP INDEX ${index}`,
    badCharacter: `INSERT INTO line (sku) VALUES (convert_from('\\xff', 'UTF8'))`,
    slowQuery: SLOW_QUERY,
    slowQueryRuns: () => isThere(`state = 'active' AND query LIKE '%slow_query'`),
    drop: server.drop,
  };
});

describe('postgres', () => {
  it('needs an address', () => {
    expect(() => postgres('')).toThrow('DATABASE_URL');
  });

  it('migrates by numbered steps', async () => {
    const fresh = await freshDatabase(inject('databaseUrl'));
    const db = postgres(fresh.url);
    await db.migrate();
    expect(await db.query('SELECT version FROM longshore.migration')).toEqual([
      { version: 1 },
      { version: 2 },
      { version: 3 },
      { version: 4 },
      { version: 5 },
      { version: 6 },
      { version: 7 },
      { version: 8 },
      { version: 9 },
      { version: 10 },
      { version: 11 },
    ]);
    await db.close();
    await fresh.drop();
  });

  it('tells the SQLSTATE and a sentence of a refused row', async () => {
    const fresh = await freshDatabase(inject('databaseUrl'));
    const db = postgres(fresh.url);
    await db.query(TABLES.line);
    const refused = db.query(`INSERT INTO line (sku, price) VALUES ('bad', -1)`);
    expect(db.faultOf(await refused.catch((error: unknown) => error))).toEqual({
      kind: 'row',
      code: '23514',
      refusal: 'rule_broken',
      values: {},
      message: 'breaks a rule of the database',
    });
    await db.close();
    await fresh.drop();
  });

  it('is given up by the server when it takes no bytes any more (TCP_USER_TIMEOUT)', async () => {
    const fresh = await freshDatabase(inject('databaseUrl'));
    const network = await startSilentNetwork(fresh.url);
    const [near, far] = [postgres(fresh.url), postgres(network.url)];
    const read = far.bounded(1_000).read(new AbortController().signal, async (db) => {
      await db.query('SELECT 1 AS one');
      network.fallSilent(100_000);
      await db.query(`SELECT repeat('x', 20000000) AS long_text`);
    });
    await expect(read).rejects.toThrow('said nothing for 1000 ms');
    const sends = () =>
      near.query(
        `SELECT 1 AS one FROM pg_stat_activity WHERE query LIKE '%AS long_text' AND pid <> pg_backend_pid()`,
      );
    await expect.poll(sends, { timeout: 20_000 }).toEqual([]);
    await network.close();
    await Promise.all([near.close(), far.close()]);
    await fresh.drop();
  });

  it('leaves the parsers of pg as they are for others', async () => {
    const client = new pg.Client({ connectionString: inject('databaseUrl') });
    await client.connect();
    expect((await client.query(`SELECT 1::int8 AS n`)).rows).toEqual([{ n: '1' }]);
    await client.end();
  });
});

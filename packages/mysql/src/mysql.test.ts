/** MySQL keeps the laws of the port, on a real MariaDB. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type DatabaseUnderTest, describeDatabase } from '@longshore/database/conformance';
import { describe, expect, inject, it } from 'vitest';
import { upsertInto } from './current-rows.js';
import { freshDatabase } from './fresh-database.js';
import { insertMany, upsert } from './insert.js';
import { keyset } from './keyset.js';
import { mysql } from './mysql.js';
import { allOf, sql } from './sql.js';

const BILL =
  'customer varchar(50) COLLATE utf8mb4_unicode_ci, amount decimal(12,2), batch_no varchar(20), state smallint NOT NULL, remark varchar(20), fee decimal(12,2)';

const TABLES = {
  line: `CREATE TABLE line (id int AUTO_INCREMENT PRIMARY KEY, sku varchar(50) UNIQUE, price decimal(12,2) CHECK (price >= 0))`,
  plain: `CREATE TABLE plain (code varchar(10) PRIMARY KEY, price decimal(8,2), at datetime, day date, ok boolean, note text NOT NULL)`,
  pair: `CREATE TABLE pair (a int, b decimal(10,2), note text, PRIMARY KEY (a, b))`,
  item: `CREATE TABLE item (a int, b varchar(50) COLLATE utf8mb4_bin, at datetime(6), note text)`,
  thing: `CREATE TABLE thing (id int PRIMARY KEY, big bigint, exact decimal(30,10), day date, at datetime(3), flag bool, note text)`,
  bill: `CREATE TABLE bill (id bigint PRIMARY KEY, ${BILL}, INDEX bill_pages (state, id))`,
  bill_done: `CREATE TABLE bill_done (id bigint, ${BILL})`,
};

const serverUrl = inject('mariadbUrl');

describe.skipIf(serverUrl === null)('MariaDB', () => {
  describeDatabase(async () => {
    const server = await freshDatabase(serverUrl ?? '');
    const db: DatabaseUnderTest = mysql(server.url);
    const isThere = async (from: string) => (await db.query(`SELECT 1 AS one ${from}`)).length > 0;
    const processes = 'FROM information_schema.processlist WHERE id <> CONNECTION_ID() AND';
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
        mysql({ url, maxConnections, chunkIdleTimeoutMs: frozenMs }),
      away: () => mysql('mysql://nobody@127.0.0.1:1/none'),
      empty: async () => {
        const fresh = await freshDatabase(serverUrl ?? '');
        return { open: () => mysql(fresh.url), drop: fresh.drop };
      },
      connectionId: async (tx) =>
        (await tx.query<{ id: number }>('SELECT CONNECTION_ID() AS id'))[0]?.id ?? 0,
      kill: async (id) => void (await db.query(`KILL ${id}`)),
      isConnected: (id) => isThere(`${processes} id = ${id}`),
      // InnoDB refreshes innodb_trx only when nobody has read it for 0.1 s.
      someoneWaits: async () => {
        await sleep(150);
        return (
          (await isThere(`${processes} db = DATABASE() AND state = 'User lock'`)) ||
          (await isThere(
            `FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT' AND trx_mysql_thread_id IN (SELECT id ${processes} db = DATABASE())`,
          ))
        );
      },
      changeType: (table, column, type) => `ALTER TABLE ${table} MODIFY ${column} ${type}`,
      dropIndex: (table, index) => `DROP INDEX ${index} ON ${table}`,
      badCharacter: `INSERT INTO line (sku) VALUES (x'ff')`,
      slowQuery: 'SELECT SLEEP(60) AS slow_query',
      slowQueryRuns: () => isThere(`${processes} info LIKE '%slow_query'`),
      drop: server.drop,
    };
  });
});

it('needs an address', () => {
  expect(() => mysql('')).toThrow('DATABASE_URL');
});

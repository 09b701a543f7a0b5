/** An empty database for one test file. Behind the door `@longshore/mysql/testing`. */
import mysql from 'mysql2';
import { run } from './connections.js';
import { quotedColumn } from './sql.js';

/** An empty database on a server. */
export interface FreshDatabase {
  readonly url: string;
  /** Remembers the rows of every table. */
  keep(): Promise<void>;
  /** Puts back the rows that were remembered last; tables that are new stay as they are. */
  restore(): Promise<void>;
  drop(): Promise<void>;
}

/** `serverUrl`: any database of the server, as a user who may create databases. */
export async function freshDatabase(serverUrl: string): Promise<FreshDatabase> {
  const name = `longshore_test_${process.pid}_${Math.random().toString(36).slice(2)}`;
  const kept = `${name}_kept`;
  const on = (work: (connection: Connection) => Promise<unknown>) => onServer(serverUrl, work);
  await on((connection) => run(connection, creating(name)));
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    keep: () => on((connection) => keepRows(connection, name, kept)),
    restore: () => on((connection) => restoreRows(connection, name, kept)),
    drop: () =>
      on(async (connection) => {
        await run(connection, dropping(name));
        await run(connection, dropping(kept));
      }),
  };
}

type Connection = Parameters<typeof run>[0];

const creating = (name: string) => `CREATE DATABASE ${quotedColumn(name)} CHARACTER SET utf8mb4`;
const dropping = (name: string) => `DROP DATABASE IF EXISTS ${quotedColumn(name)}`;

async function keepRows(connection: Connection, name: string, kept: string): Promise<void> {
  await run(connection, dropping(kept));
  await run(connection, creating(kept));
  for (const [table, columns] of await tablesOf(connection, name)) {
    await run(connection, `CREATE TABLE ${within(kept, table)} LIKE ${within(name, table)}`);
    await run(connection, copying(within(name, table), within(kept, table), columns));
  }
}

/** Foreign keys hold again at the end, as they held when the rows were remembered. */
async function restoreRows(connection: Connection, name: string, kept: string): Promise<void> {
  await run(connection, 'SET FOREIGN_KEY_CHECKS = 0');
  for (const [table, columns] of await tablesOf(connection, kept)) {
    await run(connection, `TRUNCATE TABLE ${within(name, table)}`);
    await run(connection, copying(within(kept, table), within(name, table), columns));
  }
}

const within = (name: string, table: string) => `${quotedColumn(name)}.${quotedColumn(table)}`;
const copying = (from: string, to: string, columns: string) =>
  `INSERT INTO ${to} (${columns}) SELECT ${columns} FROM ${from}`;

/** Its tables, each with its columns that take values. */
async function tablesOf(connection: Connection, name: string): Promise<Map<string, string>> {
  const { rows } = await run(
    connection,
    `SELECT table_name AS 'table', column_name AS 'column' FROM information_schema.columns
     JOIN information_schema.tables USING (table_schema, table_name)
     WHERE table_schema = ? AND table_type = 'BASE TABLE'
       AND extra NOT LIKE '%VIRTUAL GENERATED%' AND extra NOT LIKE '%STORED GENERATED%'
     ORDER BY table_name, ordinal_position`,
    [name],
  );
  const tables = new Map<string, string>();
  for (const { table, column } of rows as { table: string; column: string }[]) {
    const before = tables.get(table);
    const quoted = quotedColumn(column);
    tables.set(table, before === undefined ? quoted : `${before}, ${quoted}`);
  }
  return tables;
}

async function onServer(
  url: string,
  work: (connection: Connection) => Promise<unknown>,
): Promise<void> {
  const connection = mysql.createConnection(url);
  try {
    await work(connection as unknown as Connection); // the same query()
  } finally {
    connection.destroy();
  }
}

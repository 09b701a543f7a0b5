/** An empty database for one test file. Behind the door `@longshore/mysql/testing`. */
import mysql from 'mysql2';
import { run } from './connections.js';
import { quotedColumn } from './sql.js';

/** An empty database on a server. */
export interface FreshDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** `serverUrl`: any database of the server, as a user who may create databases. */
export async function freshDatabase(serverUrl: string): Promise<FreshDatabase> {
  const name = `longshore_test_${process.pid}_${Math.random().toString(36).slice(2)}`;
  await onServer(serverUrl, `CREATE DATABASE ${quotedColumn(name)} CHARACTER SET utf8mb4`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => onServer(serverUrl, `DROP DATABASE IF EXISTS ${quotedColumn(name)}`),
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const connection = mysql.createConnection(url);
  try {
    await run(connection as unknown as Parameters<typeof run>[0], statement); // the same query()
  } finally {
    connection.destroy();
  }
}

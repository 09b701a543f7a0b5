/** An empty database for one test file. Behind the door `@longshore/postgres/testing`. */
import pg from 'pg';
import { quoted } from './sql.js';

/** An empty database on a server. */
export interface FreshDatabase {
  readonly url: string;
  /** Removes it, whoever is still connected. */
  drop(): Promise<void>;
}

/** `serverUrl`: any database of the server, as a user who may create databases. */
export async function freshDatabase(serverUrl: string): Promise<FreshDatabase> {
  const name = `longshore_test_${process.pid}_${Math.random().toString(36).slice(2)}`;
  await onServer(serverUrl, `CREATE DATABASE ${quoted(name)}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => onServer(serverUrl, `DROP DATABASE IF EXISTS ${quoted(name)} WITH (FORCE)`),
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

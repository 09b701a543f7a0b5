/** An empty database for one test file. Behind the door `@longshore/postgres/testing`. */
import pg from 'pg';
import { quoted } from './sql.js';

/** An empty database on a server. */
export interface FreshDatabase {
  readonly url: string;
  /** Remembers the database as it stands. Every connection to it is closed. */
  keep(): Promise<void>;
  /** Puts back what was remembered last, tables included. Every connection to it is closed. */
  restore(): Promise<void>;
  /** Removes it, whoever is still connected. */
  drop(): Promise<void>;
}

/** `serverUrl`: any database of the server, as a user who may create databases. */
export async function freshDatabase(serverUrl: string): Promise<FreshDatabase> {
  const name = `longshore_test_${process.pid}_${Math.random().toString(36).slice(2)}`;
  const kept = `${name}_kept`;
  const run = (...statements: string[]) => onServer(serverUrl, statements);
  await run(`CREATE DATABASE ${quoted(name)}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    // a template has no other connections
    keep: () => run(dropping(kept), closing(name), copying(name, kept)),
    restore: () => run(dropping(name), copying(kept, name)),
    drop: () => run(dropping(name), dropping(kept)),
  };
}

const dropping = (name: string) => `DROP DATABASE IF EXISTS ${quoted(name)} WITH (FORCE)`;
const copying = (from: string, to: string) =>
  `CREATE DATABASE ${quoted(to)} TEMPLATE ${quoted(from)}`;
const closing = (name: string) =>
  `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '${name}'`;

async function onServer(url: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

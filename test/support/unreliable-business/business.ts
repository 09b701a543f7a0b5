/**
 * A business for tests that fails on demand: what it does is told by its params, what happened is
 * told by a table.
 */
import { defineBusiness } from '@longshore/executors';
import { database } from './database.js';

export default defineBusiness({
  executors: new URL('./executors/', import.meta.url),
  database,
  prepare: () =>
    database.transaction(
      async (tx) => {
        await tx.query(
          'CREATE TABLE IF NOT EXISTS events (at timestamptz DEFAULT clock_timestamp(), name text NOT NULL, detail text NOT NULL)',
        );
        await tx.query(
          'CREATE TABLE IF NOT EXISTS saved (key text NOT NULL UNIQUE DEFERRABLE INITIALLY DEFERRED)',
        );
        await tx.query(
          'CREATE TABLE IF NOT EXISTS pictures (key text NOT NULL, digest text NOT NULL)',
        );
        await tx.query(
          'CREATE TABLE IF NOT EXISTS counters (name text PRIMARY KEY, n integer NOT NULL)',
        );
      },
      { lock: 'unreliable business' },
    ),
});

/** A business for tests whose retryable pays by a service that is not always there. */
import { defineBusiness } from '@longshore/executors';
import { database } from './database.js';

export default defineBusiness({
  executors: new URL('./executors/', import.meta.url),
  database,
  prepare: () =>
    database.transaction(
      async (tx) => {
        await tx.query(
          'CREATE TABLE IF NOT EXISTS wanted (key text PRIMARY KEY, params jsonb NOT NULL)',
        );
        await tx.query(
          'CREATE TABLE IF NOT EXISTS tried (key text NOT NULL, attempt int NOT NULL)',
        );
        await tx.query(
          'CREATE TABLE IF NOT EXISTS paid (key text PRIMARY KEY, amount int NOT NULL, attempts int NOT NULL)',
        );
      },
      { lock: 'retry business' },
    ),
});

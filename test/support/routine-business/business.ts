/** A business for tests whose routines write down that they ran. */
import { defineBusiness } from '@longshore/executors';
import { database } from './database.js';

export default defineBusiness({
  executors: new URL('./executors/', import.meta.url),
  database,
  prepare: () =>
    database.transaction(
      async (tx) => {
        await tx.query(
          'CREATE TABLE IF NOT EXISTS ran (type text NOT NULL, tick timestamptz NOT NULL, pid integer NOT NULL)',
        );
      },
      { lock: 'routine business' },
    ),
});

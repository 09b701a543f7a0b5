import { defineExport } from '@longshore/executors';
import * as z from 'zod';

/** Lives two seconds, and never comes to its end: each attempt loses its connection. */
export default defineExport({
  type: 'brief',
  title: { zh: '短命', en: 'Brief' },
  row: z.object({ n: z.int() }),
  ttlMs: 2_000,
  rows: async function* (_params, { db }) {
    yield [{ n: 1 }];
    await db.query('SELECT pg_terminate_backend(pg_backend_pid())');
  },
});

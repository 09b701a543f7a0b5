/** Stands for a service that does not answer the first time; its book is a table. */
import { type CallContext, retryable } from '@longshore/executors';
import * as z from 'zod';
import { database } from '../../database.js';

const Count = z.object({ parts: z.int() });

export default retryable('tell-maker', tellMaker, { params: Count, firstDelayMs: 20 });

async function tellMaker({ parts }: z.output<typeof Count>, { key, attempt }: CallContext) {
  if (attempt === 1) throw new Error('no answer');
  await database.query('INSERT INTO told (tick, parts, attempt) VALUES (?, ?, ?)', [
    key,
    parts,
    attempt,
  ]);
}

import { AppError } from '@longshore/contract';
import { defineExport } from '@longshore/executors';
import * as z from 'zod';
import { note } from '../../database.js';

/** `fault` chooses the error; it is thrown in the first `times` attempts. */
export default defineExport({
  type: 'faulty',
  title: { zh: '会失败', en: 'Faulty' },
  row: z.object({ n: z.int() }),
  params: z.strictObject({
    fault: z.enum(['system', 'terminated', 'business', 'program', 'kill', 'none']),
    times: z.int().default(99),
  }),
  rows: async function* ({ fault, times }, { db, owner }) {
    await note('attempt', owner);
    const [{ attempts } = { attempts: 0 }] = await db.query<{ attempts: number }>(
      "SELECT count(*) AS attempts FROM events WHERE name = 'attempt' AND detail = $1",
      [owner],
    );
    yield [{ n: 1 }, { n: 2 }];
    if (attempts >= times) return;
    if (fault === 'system')
      throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    if (fault === 'terminated') await db.query('SELECT pg_terminate_backend(pg_backend_pid())');
    if (fault === 'kill') process.kill(process.pid, 'SIGKILL');
    if (fault === 'business')
      throw new AppError('business_refused', { values: { reason: 'The month is closed.' } });
    if (fault === 'program') throw new TypeError('x is not a function');
  },
  onFailed: async ({ owner }, { code }) => void (await note('given up', `${owner} ${code}`)),
});

/** An administrator ends every session of the business's database, again and again. */
import { setTimeout as sleep } from 'node:timers/promises';
import { query } from '../../support/query.js';
import type { Fault } from '../fault.js';
import { registerRetail, savedInvoices, savedOf } from '../imports.js';

const ROWS = 6_000;
const END_ALL =
  'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()';

export default {
  does: 'Every session of PostgreSQL is ended (57P01) several times while imports run.',
  promises: 'Each import ends, no row is lost and none doubled.',
  run: async (stage) => {
    const system = await stage.system({ env: { TASK_MAX_ATTEMPTS: '3' } });
    const tasks: { owner: string; taskId: string }[] = [];
    for (let i = 0; i < stage.times(3, 20); i++)
      tasks.push(await registerRetail(system, `t${i}`, ROWS));
    const cuts = stage.times(5, 40);
    for (let i = 0; i < cuts; i++) {
      await sleep(Math.random() * 500);
      await query(system, END_ALL);
    }
    let ended = 0;
    for (const { owner, taskId } of tasks)
      if ((await system.finished(taskId, { owner })).state) ended += 1;
    const { all, distinct } = await savedInvoices(system);
    const wanted = tasks.length * savedOf(ROWS);
    return {
      runs: cuts,
      measured: `${ended} of ${tasks.length} ended; ${wanted - distinct} lost, ${all - distinct} doubled of ${wanted}`,
      holds: ended === tasks.length && all === wanted && distinct === wanted,
    };
  },
} satisfies Fault;

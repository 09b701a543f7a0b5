/** PostgreSQL cannot be reached for a while. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../fault.js';
import { registerRetail, savedInvoices, savedOf } from '../imports.js';

const ROWS = 2_000;

export default {
  does: 'Connections to PostgreSQL are cut and refused for 15 s (60 s at length) amid queued imports.',
  promises: 'No task is given up: every import ends with its rows once the database is back.',
  run: async (stage) => {
    const system = await stage.system({ hasLines: true });
    const tasks: { owner: string; taskId: string }[] = [];
    for (let i = 0; i < stage.times(6, 40); i++)
      tasks.push(await registerRetail(system, `t${i}`, ROWS));
    system.lines.database.down();
    await sleep(stage.times(15_000, 60_000));
    system.lines.database.up();
    let ended = 0;
    for (const { owner, taskId } of tasks)
      if ((await system.finished(taskId, { owner })).state) ended += 1;
    const { all, distinct } = await savedInvoices(system);
    const wanted = tasks.length * savedOf(ROWS);
    return {
      runs: tasks.length,
      measured: `${ended} of ${tasks.length} ended; ${wanted - distinct} lost, ${all - distinct} doubled of ${wanted}`,
      holds: ended === tasks.length && all === wanted && distinct === wanted,
    };
  },
} satisfies Fault;

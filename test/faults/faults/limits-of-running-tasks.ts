/** Limits of running tasks, while workers that hold some are killed. */
import type { LedgerRecord } from '@longshore/contract';
import { writeWaitingTypes } from '../../support/waiting-types.js';
import type { Fault } from '../fault.js';
import { mostAtOnce } from '../intervals.js';
import { killWorkers } from '../workers.js';

const TASK_MS = 1_500;
const MAX_RUNNING = 2;
const PER_OWNER = 1;

export default {
  does: 'Many register a type of which two may run, one owner many types; workers are killed.',
  promises: 'Never do more run than may, of the type and of the owner, and all of them end.',
  run: async (stage) => {
    const own = Array.from({ length: stage.times(4, 20) }, (_, i) => `own-${i}`);
    const types = [{ type: 'limited', maxRunning: MAX_RUNNING }, ...own.map((type) => ({ type }))];
    const waiting = writeWaitingTypes(types, TASK_MS);
    try {
      const env = {
        ...waiting.env,
        WORKER_CONCURRENCY: '4',
        MAX_RUNNING_PER_OWNER: String(PER_OWNER),
        TASK_MAX_ATTEMPTS: '100',
      };
      const system = await stage.system({ workers: 2, env });
      const ended = async (type: string, owner: string): Promise<LedgerRecord> => {
        const { body } = await system.registerExport({ type }, { owner });
        await system.finished(body.taskId, { owner, timeoutMs: 600_000 });
        return system.record(body.taskId, { owner });
      };
      const owners = Array.from({ length: stage.times(5, 40) }, (_, i) => `owner-${i}`);
      const ofType = Promise.all(owners.map((owner) => ended('limited', owner)));
      const ofOwner = Promise.all(own.map((type) => ended(type, 'ann')));
      const kills = await killWorkers(system, stage.times(1, 20));
      const records = { type: await ofType, owner: await ofOwner };
      const all = [...records.type, ...records.owner];
      const good = all.filter(({ phase }) => phase === 'succeeded').length;
      const most = { type: mostAtOnce(records.type), owner: mostAtOnce(records.owner) };
      return {
        runs: kills.length,
        measured: `at most ${most.type} of the type and ${most.owner} of the owner at once, ${good} of ${all.length} succeeded`,
        holds: most.type === MAX_RUNNING && most.owner === PER_OWNER && good === all.length,
      };
    } finally {
      waiting.remove();
    }
  },
} satisfies Fault;

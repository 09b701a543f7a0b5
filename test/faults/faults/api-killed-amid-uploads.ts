/** kill -9 of an API at random moments between the first byte of an upload and its answer. */
import { setTimeout as sleep } from 'node:timers/promises';
import { waitUntil } from '@longshore/infra';
import { taskCalls } from '../../support/task-calls.js';
import type { Fault } from '../fault.js';
import { retailWorkbook, savedInvoices, savedOf } from '../imports.js';

const ROWS = 2_000;

export default {
  does: 'An API is killed by SIGKILL at a random moment while it takes an import.',
  promises: 'Either the task is there and runs, or its owner can start again; no row is doubled.',
  run: async (stage) => {
    const system = await stage.system();
    const runs = stage.times(4, 40);
    let taken = 0;
    for (let i = 0; i < runs; i++) {
      const owner = `t${i}`;
      const file = { name: 'a.xlsx', bytes: await retailWorkbook(owner, ROWS) };
      const api = await system.startApi();
      const lost = taskCalls(api.url).registerImport('retail', file, { owner });
      await sleep(Math.random() * 60);
      api.process.signal('SIGKILL');
      await lost.catch(() => null); // the answer is lost with its API
      const { status } = await system.status({ kind: 'import', type: 'retail' }, { owner });
      if (status !== 0) taken += 1;
      else await system.registerImport('retail', file, { owner });
      await waitUntil(
        async () => (await system.status({ kind: 'import', type: 'retail' }, { owner })).state,
        { what: `the import of ${owner}`, timeoutMs: 60_000 },
      );
    }
    const { all, distinct } = await savedInvoices(system);
    const wanted = runs * savedOf(ROWS);
    return {
      runs,
      measured: `${taken} taken before the kill; ${wanted - distinct} lost, ${all - distinct} doubled of ${wanted}`,
      holds: all === wanted && distinct === wanted,
    };
  },
} satisfies Fault;

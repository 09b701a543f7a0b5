/** Every answer of Redis and PostgreSQL comes late. */
import type { Fault } from '../fault.js';
import { registerBook, retailWorkbook, savedInvoices, savedOf } from '../imports.js';

const ROWS = 2_000;
const DELAY_MS = 200;

export default {
  does: `Each packet to and from Redis and PostgreSQL takes ${DELAY_MS} ms.`,
  promises: 'Exports and imports succeed at their first attempt, and polls are answered.',
  isTimed: true,
  run: async (stage) => {
    const system = await stage.system({ hasLines: true });
    const runs = stage.times(1, 5);
    const owners = Array.from({ length: runs }, (_, i) => `t${i}`);
    // before: this process is the network too, and would hold all packets while it makes them
    const books = await Promise.all(owners.map((owner) => retailWorkbook(owner, ROWS)));
    for (const line of Object.values(system.lines)) line.delay(DELAY_MS);
    let good = 0;
    for (const [i, book] of books.entries()) {
      const imported = await registerBook(system, `t${i}`, book);
      const { owner } = imported;
      const exported = await system.registerExport({ type: 'products' }, { owner });
      for (const taskId of [imported.taskId, exported.body.taskId]) {
        const { state } = await system.finished(taskId, { owner });
        if (state && (await system.record(taskId, { owner })).attempt === 1) good += 1;
      }
    }
    const { all, distinct } = await savedInvoices(system);
    const wanted = runs * savedOf(ROWS);
    return {
      runs: runs * 2,
      measured: `${good} of ${runs * 2} succeeded at the first attempt; ${wanted - distinct} lost, ${all - distinct} doubled of ${wanted} rows`,
      holds: good === runs * 2 && all === wanted && distinct === wanted,
    };
  },
} satisfies Fault;

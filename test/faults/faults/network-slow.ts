/** Every answer of Redis and PostgreSQL comes late. */
import { ClientError } from '@longshore/client';
import { waitUntil } from '@longshore/infra';
import type { Fault } from '../fault.js';
import { retailWorkbook, savedInvoices, savedOf } from '../imports.js';

const ROWS = 2_000;
const DELAY_MS = 200;
const LONGEST_MS = 60_000;

export default {
  does: `Each packet to and from Redis and PostgreSQL takes ${DELAY_MS} ms.`,
  promises:
    'Exports and imports succeed at their first attempt; a call is answered, or told to try again and then answered.',
  isTimed: true,
  run: async (stage) => {
    const system = await stage.system({ hasLines: true });
    const runs = stage.times(1, 5);
    const owners = Array.from({ length: runs }, (_, i) => `t${i}`);
    // before: this process is the network too, and would hold all packets while it makes them
    const books = await Promise.all(owners.map((owner) => retailWorkbook(owner, ROWS)));
    for (const line of Object.values(system.lines)) line.delay(DELAY_MS);
    let toldAgain = 0;
    /** As a page does: a process that stands still for a moment makes an answer late. */
    const answered = <Answer>(call: () => Promise<Answer | null>) =>
      waitUntil(
        () =>
          call().catch((error: unknown) => {
            if (!(error instanceof ClientError) || error.code !== 'redis_unavailable') throw error;
            toldAgain += 1;
            return null;
          }),
        { what: 'an answer', timeoutMs: LONGEST_MS, everyMs: 100 },
      );
    let good = 0;
    for (const [i, book] of books.entries()) {
      const owner = `t${i}`;
      const client = system.client({ owner });
      const file = new File([Uint8Array.from(book)], `${owner}.xlsx`);
      const registered = [
        await answered(() => client.registerImportTask({ type: 'retail', file })),
        await answered(() => client.registerExportTask({ type: 'products' })),
      ];
      for (const { taskId } of registered) {
        const { state } = await answered(async () => {
          const answer = await client.getTaskStatus({ taskId });
          return answer.status === 1 ? null : answer;
        });
        const { attempt } = await answered(() => client.getTask(taskId));
        if (state && attempt === 1) good += 1;
      }
    }
    const { all, distinct } = await savedInvoices(system);
    const wanted = runs * savedOf(ROWS);
    return {
      runs: runs * 2,
      measured: `${good} of ${runs * 2} succeeded at the first attempt; ${toldAgain} calls were told to try again; ${wanted - distinct} lost, ${all - distinct} doubled of ${wanted} rows`,
      holds: good === runs * 2 && all === wanted && distinct === wanted,
    };
  },
} satisfies Fault;

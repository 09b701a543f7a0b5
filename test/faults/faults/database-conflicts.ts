/** Transactions of several imports undo each other. */
import { query } from '../../support/query.js';
import type { System } from '../../support/system.js';
import { importCounters, startCounters, sumOfCounters } from '../counters.js';
import type { Fault } from '../fault.js';
import { UNRELIABLE } from '../unreliable.js';

const ROWS = 20;
const IMPORTS = 4;

export default {
  does: 'Imports write the same rows in opposite orders (deadlocks), then at SERIALIZABLE (conflicts).',
  promises: 'Each import ends at its first attempt, and each row is counted once.',
  run: async (stage) => {
    const env = { ...UNRELIABLE, TASK_MAX_ATTEMPTS: '1', WORKER_CONCURRENCY: String(IMPORTS) };
    const system = await stage.system({ env });
    await startCounters(system);
    const rounds = stage.times(1, 10);
    const deadlocks = await undone(system, () => importAll(system, 'deadlock', rounds));
    await beSerializable(system);
    const conflicts = await undone(system, () => importAll(system, 'conflict', rounds));
    const runs = 2 * rounds * IMPORTS;
    const ended = deadlocks.ended + conflicts.ended;
    const sum = await sumOfCounters(system);
    return {
      runs,
      measured: `${deadlocks.times} transactions undone by deadlocks, ${conflicts.times} by conflicts; ${ended} of ${runs} ended at their first attempt; ${sum} of ${runs * ROWS} rows counted`,
      holds: deadlocks.times > 0 && conflicts.times > 0 && ended === runs && sum === runs * ROWS,
    };
  },
} satisfies Fault;

/** How many imports ended well at their first attempt. */
async function importAll(system: System, name: string, rounds: number): Promise<number> {
  let ended = 0;
  for (let round = 0; round < rounds; round++) {
    const owners = Array.from({ length: IMPORTS }, (_, i) => `${name}-${round}-${i}`);
    const taskIds = await Promise.all(
      owners.map((owner, i) => {
        const first = i % 2;
        const names = Array.from({ length: ROWS }, (_, row) => 'ab'[(row + first) % 2] ?? '');
        return importCounters(system, owner, names);
      }),
    );
    for (const [i, owner] of owners.entries()) {
      const { phase, attempt } = await system.finished(taskIds[i] ?? '', { owner });
      if (phase === 'succeeded' && attempt === 1) ended += 1;
    }
  }
  return ended;
}

/** Transactions that the server undid meanwhile. */
async function undone(
  system: System,
  act: () => Promise<number>,
): Promise<{ ended: number; times: number }> {
  const before = await rollbacks(system);
  const ended = await act();
  return { ended, times: (await rollbacks(system)) - before };
}

async function rollbacks(system: System): Promise<number> {
  const [row] = await query<{ xact_rollback: string }>(
    system,
    'SELECT xact_rollback FROM pg_stat_database WHERE datname = current_database()',
  );
  return Number(row?.xact_rollback);
}

/** The worker's new connections are. */
async function beSerializable(system: System): Promise<void> {
  await query(
    system,
    "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_isolation TO serializable', current_database()); END $$",
  );
  await system.workers.shift()?.stop();
  await system.startWorker();
}

/** kill -9 of an API at each step between upload and queue. */
import { waitUntil } from '@longshore/infra';
import { type Line, startLine } from '../../support/line.js';
import type { System } from '../../support/system.js';
import { taskCalls } from '../../support/task-calls.js';
import type { Fault } from '../fault.js';
import { retailWorkbook, savedInvoices, savedOf } from '../imports.js';

const ROWS = 200;

/** The command to Redis with which a step begins: the API dies before Redis hears it. */
const STEPS: Readonly<Record<string, (line: Line) => Promise<void>>> = {
  'before the upload is read': (line) => line.holdAt(':slot:import:'),
  'stored, not registered': (line) => line.holdAt(':deadlines'),
  'registered, without its turn': (line) => line.holdAt(':outbox'),
  'registered, not queued': (line) => line.holdAt('{queue-import}'),
  'queued, not answered': async (line) => {
    await line.holdAt('{queue-import}', 'pass');
    await line.holdAt('{queue-import}');
  },
};

export default {
  does: 'An API is killed by SIGKILL at each step between the upload of an import and its queue.',
  promises:
    'Either the task is there and runs, or its owner can start again at once; no row is doubled.',
  run: async (stage) => {
    const system = await stage.system();
    const rounds = stage.times(1, 10);
    const taken: string[] = [];
    for (let round = 0; round < rounds; round++)
      for (const [step, hold] of Object.entries(STEPS)) {
        const owner = `${round} ${step}`.replaceAll(/\W+/g, '-');
        const file = { name: 'a.xlsx', bytes: await retailWorkbook(owner, ROWS) };
        await killAt(system, hold, (calls) => calls.registerImport('retail', file, { owner }));
        const { status } = await system.status({ kind: 'import', type: 'retail' }, { owner });
        if (status === 0) await system.registerImport('retail', file, { owner });
        else taken.push(step);
        await waitUntil(
          async () => (await system.status({ kind: 'import', type: 'retail' }, { owner })).state,
          { what: `the import of ${owner}`, timeoutMs: 60_000 },
        );
      }
    const { all, distinct } = await savedInvoices(system);
    const steps = Object.keys(STEPS).length;
    const wanted = rounds * steps * savedOf(ROWS);
    return {
      runs: rounds * steps,
      measured: `${taken.length} taken (${[...new Set(taken)].join('; ')}); ${wanted - distinct} lost, ${all - distinct} doubled of ${wanted} rows`,
      holds: all === wanted && distinct === wanted && taken.length === 3 * rounds,
    };
  },
} satisfies Fault;

/** Kills an API of its own in the middle of `act`, where `hold` holds its line to Redis. */
async function killAt(
  system: System,
  hold: (line: Line) => Promise<void>,
  act: (calls: ReturnType<typeof taskCalls>) => Promise<unknown>,
): Promise<void> {
  const line = await startLine(system.env.REDIS_URL ?? '');
  try {
    const api = await system.startApi({ REDIS_URL: line.url });
    const held = hold(line);
    const lost = act(taskCalls(api.url)).catch(() => null); // the answer is lost with its API
    await held;
    api.process.signal('SIGKILL');
    await lost;
  } finally {
    await line.stop();
  }
}

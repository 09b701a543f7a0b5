/**
 * Random lives of tasks, with zombies, crashes and clocks that jump, against a reference model.
 * LIFE_RUNS says how many; `npm run faults -- model` takes 10,000.
 */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { it } from 'vitest';
import { describeStore } from '../test/describe-store.js';
import { lifeCommands } from '../test/life-model.js';

const RUNS = Number(process.env.LIFE_RUNS ?? 250);

describeStore('the life of tasks', (test) => {
  it(`is that of the model, in ${RUNS} random lives`, {
    timeout: 30_000 + RUNS * 200,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.commands([...lifeCommands], { maxCommands: 30, size: 'max' }),
        (commands) =>
          fc.asyncModelRun(
            () => ({
              model: { tasks: [], slot: null },
              real: { store: test.store, redis: test.redis, owner: `owner-${randomUUID()}` },
            }),
            commands,
          ),
      ),
      { numRuns: RUNS },
    );
  });
});

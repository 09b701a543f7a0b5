/**
 * One root run, a project a package: `npm test` starts the services once and runs everything
 * against them.
 */
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const ROOMS = [
  'packages/contract',
  'packages/cron',
  'packages/tracing',
  'packages/tasks',
  'packages/storage',
  'packages/workbook',
  'packages/database',
  'packages/executors',
  'packages/postgres',
  'packages/mysql',
  'packages/runner',
  'packages/alarms',
  'packages/process',
  'packages/server',
  'packages/worker',
  'packages/testing',
  'packages/client',
  'packages/shop',
  'apps/api',
  'apps/worker',
  'apps/web',
  'infra',
  'test',
];

/** What takes longest, and mostly waits. */
const FIRST = /\/faults\.test\.ts$/;
/** What measures times: nothing else is left to run beside it. */
const LAST = /\/timed-faults\.test\.ts$/;

class FaultsAround extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) =>
      FIRST.test(moduleId) ? 0 : LAST.test(moduleId) ? 2 : 1;
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: FaultsAround },
    globalSetup: 'test/support/global-setup.ts',
    // Most tests wait for services, not for the processor: two files at a time also where there are
    // two cores.
    maxWorkers: 2,
    projects: ROOMS.map((root) => ({
      root,
      resolve: { conditions: ['@longshore/source'] },
      ssr: {
        resolve: { conditions: ['@longshore/source'], externalConditions: ['@longshore/source'] },
      },
      test: {
        name: root.replace(/^packages\//, '').replace(/^apps\/(.*)/, '$1-app'),
        include: ['**/*.test.ts', '**/*.test.tsx'],
        // a business that `npm run new` copies: its tests run there
        exclude: ['**/node_modules/**', '**/dist/**', 'new-business/**'],
        testTimeout: 30_000,
        hookTimeout: 120_000,
        // tests that say so run beside each other: the faults, which mostly wait
        maxConcurrency: 3,
      },
    })),
  },
});

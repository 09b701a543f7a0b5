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
const FIRST = [/\/faults\/faults\.test\.ts$/];
/** What measures times, and what waits for locks and timeouts: it leaves the processors to that. */
const LAST = [
  /\/faults\/timed-faults\.test\.ts$/,
  /\/job-consumer-faults\.test\.ts$/,
  /\/job-consumer-blocked\.test\.ts$/,
  /\/lease-keeper\.test\.ts$/,
  /\/s3-faults\.test\.ts$/,
];

/**
 * The faults, then a project after the other, as the files of one share processes; of a kind the
 * longest file first, so that no processor waits for it at the end.
 */
class FaultsAround extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId, project }: TestSpecification) => {
      const last = LAST.findIndex((name) => name.test(moduleId));
      if (last >= 0) return 3 + last;
      if (FIRST.some((name) => name.test(moduleId))) return 0;
      return project.name === 'test' ? 1 : 2;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

/** A business reads its environment as it is loaded: each file of its tests loads its own. */
const ISOLATED = ['packages/shop'];

export default defineConfig({
  test: {
    sequence: { sequencer: FaultsAround },
    globalSetup: 'test/support/global-setup.ts',
    // Most tests wait for services, not for the processor: three files at a time also where there
    // are two cores.
    maxWorkers: 3,
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
        // A process a project and worker, not a file: to start one and to load what a file imports
        // takes as much processor time as most files' tests.
        isolate: ISOLATED.includes(root),
        // no promise: a hung test is to end, and one on a busy machine is not
        testTimeout: 120_000,
        hookTimeout: 120_000,
        // tests that say so run beside each other: the faults, which mostly wait
        maxConcurrency: 3,
      },
    })),
  },
});

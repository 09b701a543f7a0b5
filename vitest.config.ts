/**
 * One root run, a project a package: `npm test` starts the services once and runs everything
 * against them.
 */
import { defineConfig } from 'vitest/config';

const ROOMS = [
  'packages/contract',
  'packages/cron',
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
  'packages/client',
  'packages/shop',
  'apps/api',
  'apps/worker',
  'infra',
  'test',
];

export default defineConfig({
  test: {
    globalSetup: 'test/support/global-setup.ts',
    // Most tests wait for services, not for the processor: two files at a time also where there are
    // two cores.
    maxWorkers: 2,
    projects: ROOMS.map((root) => ({
      root,
      resolve: { conditions: ['source'] },
      ssr: { resolve: { conditions: ['source'], externalConditions: ['source'] } },
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

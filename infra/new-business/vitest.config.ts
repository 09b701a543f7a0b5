import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/start-database.ts',
    hookTimeout: 60_000,
  },
});

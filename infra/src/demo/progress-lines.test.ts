import type { TaskResultOut } from '@longshore/contract';
import { expect, test } from 'vitest';
import { progressLine } from './progress-lines.js';

const answer = (changes: Partial<TaskResultOut>): TaskResultOut => ({
  status: 1,
  message: '450,000 of 1,000,000 rows',
  url: null,
  state: false,
  taskId: null,
  kind: 'export',
  type: 'orders',
  ...{
    phase: 'running',
    attempt: 1,
    counts: null,
    issuesUrl: null,
    notices: 0,
    timeZone: 'UTC',
    fileName: null,
    registeredAt: null,
    expiresAt: null,
    pollAfterMs: 1000,
  },
  progress: { done: 450_000, total: 1_000_000, rowsPerSecond: 81_000, etaMs: 6_790 },
  ...changes,
});

test('shows how far a run is and how fast', () => {
  const line = progressLine('export orders', answer({}));
  expect(line).toBe(
    'export orders   [#############---------------]  45 %  450,000 of 1,000,000 rows  81,000 rows/s',
  );
});

test('a task without a total has an empty bar', () => {
  const line = progressLine(
    'export orders',
    answer({ phase: 'queued', progress: null, message: 'waiting' }),
  );
  expect(line).toBe('export orders   [----------------------------]   0 %  waiting');
});

test('a narrow terminal gets a short bar', () => {
  const line = progressLine('export orders', answer({}), 80);
  expect(line).toBe(
    'export orders   [######-------]  45 %  450,000 of 1,000,000 rows  81,000 rows/s',
  );
  expect(line.length).toBeLessThan(80);
});

/** Answers for operators, as the API gave them. Used by examples.ts. */
import { LedgerRecord } from './task-examples.js';
export const RoutineOut = {
  type: 'close-day',
  title: {
    zh: '日结',
    en: 'Close the day',
  },
  description: {
    zh: '汇总前一天的结算手续费并记账',
    en: 'Sums the fees of the day before and posts them.',
  },
  cron: '30 2 * * *',
  declaredCron: '30 1 * * *',
  isOverridden: true,
  timeZone: 'Asia/Shanghai',
  runsOn: 'one',
  misfire: 'all',
  overlap: 'skip',
  isPaused: false,
  next: [
    '2026-11-28T18:30:00.000Z',
    '2026-11-29T18:30:00.000Z',
    '2026-11-30T18:30:00.000Z',
    '2026-12-01T18:30:00.000Z',
    '2026-12-02T18:30:00.000Z',
  ],
  lastRun: null,
};
export const RoutineList = {
  items: [RoutineOut],
  zoneData: '2025c',
};
export const RoutineRuns = {
  items: [
    {
      runId: 'watch-payments/2026-11-28T02:42:20.000Z',
      type: 'watch-payments',
      instance: null,
      madeBy: 'clock',
      taskId: '01a22008-3b5e-773a-9dde-747adee5b5f6',
      worker: 'worker-1:42',
      outcome: 'succeeded',
      message: null,
      isCatchUp: false,
      tick: '2026-11-28T02:42:20.000Z',
      startedAt: '2026-11-28T02:42:20.284Z',
      endedAt: '2026-11-28T02:42:20.325Z',
      durationMs: 41,
    },
  ],
};
export const RetryOut = {
  id: '01a22008-4825-7593-86de-76246ec11e09',
  name: 'post-fees',
  key: 'fees 2026-11-27',
  state: 'waiting',
  params: {
    day: '2026-11-27',
    orders: 3,
    fee: '1.20',
  },
  attempt: 1,
  worker: 'worker-1:42',
  recordedAt: '2026-11-28T02:42:15.310Z',
  startedAt: '2026-11-28T02:42:15.410Z',
  endedAt: '2026-11-28T02:42:15.510Z',
  dueAt: '2026-11-28T02:42:17.510Z',
  givenUpBy: null,
  message: 'the ledger answered 503',
};
export const RetryList = {
  items: [RetryOut],
  nextCursor: null,
};
export const RetryStory = {
  ...RetryOut,
  attempts: [
    {
      attempt: 1,
      worker: 'worker-1:42',
      startedAt: '2026-11-28T02:42:15.410Z',
      endedAt: '2026-11-28T02:42:15.510Z',
      outcome: 'failed',
      message: 'the ledger answered 503',
    },
  ],
};
export const RetriesOut = {
  calls: 0,
  nextCursor: null,
};
export const AlarmList = {
  open: [],
  recent: [],
};
export const AuditEntry = {
  id: '1795833742346-0',
  act: 'register',
  as: 'owner',
  kind: 'batch',
  by: 'olga',
  address: '127.0.0.1',
  userAgent: 'node',
  taskId: '01a22008-43db-7670-a7f6-19b7ae63fc8c',
  owner: 'olga',
  type: 'book-payments',
  detail: null,
  at: '2026-11-28T02:42:22.346Z',
};
export const AuditList = {
  items: [AuditEntry],
  nextCursor: null,
  looked: 13,
  keptSince: '2026-11-28T02:42:15.339Z',
};
export const TaskStory = {
  task: LedgerRecord,
  acts: [AuditEntry],
};
export const Me = {
  owner: 'olga',
  operator: true,
  role: 'operator',
  tenant: null,
};
export const BulkOut = {
  items: [],
  nextCursor: null,
  looked: 8,
};
export const Overview = {
  at: '2026-11-28T02:42:24.255Z',
  queues: [
    {
      kind: 'export',
      waiting: 0,
      active: 0,
      delayed: 0,
      oldestWaitingMs: null,
    },
    {
      kind: 'import',
      waiting: 0,
      active: 0,
      delayed: 0,
      oldestWaitingMs: null,
    },
    {
      kind: 'batch',
      waiting: 0,
      active: 0,
      delayed: 0,
      oldestWaitingMs: null,
    },
    {
      kind: 'routine',
      waiting: 0,
      active: 0,
      delayed: 0,
      oldestWaitingMs: null,
    },
  ],
  workers: [
    {
      name: 'worker-1:42',
      concurrency: 2,
      takesJobs: true,
      kinds: ['export', 'import', 'batch', 'routine'],
      startedAt: '2026-11-28T02:42:13.805Z',
      seenAt: '2026-11-28T02:42:23.853Z',
      runs: [],
    },
  ],
  board: '/queues',
};
export const Throughput = {
  from: '2026-11-27T03:00:00.000Z',
  to: '2026-11-28T02:42:24.371Z',
  items: [
    {
      succeeded: 1,
      partial: 0,
      failed: 0,
      cancelled: 0,
      expired: 0,
      rows: 20000,
      runMs: 2427,
      hour: '2026-11-28T02:00:00.000Z',
      kind: 'export',
      type: 'orders',
    },
  ],
};
export const StorageUsed = {
  countedAt: '2026-11-28T02:42:24.746Z',
  records: 8,
  files: 5,
  bytes: 1995766,
  items: [
    {
      kind: 'export',
      file: 'result',
      files: 1,
      bytes: 1977243,
    },
    {
      kind: 'import',
      file: 'upload',
      files: 3,
      bytes: 13248,
    },
    {
      kind: 'batch',
      file: 'result',
      files: 1,
      bytes: 5275,
    },
  ],
};

/** Answers about tasks, as the API gave them. Used by examples.ts. */
export const RegisterOut = {
  state: true,
  message: 'The task is registered.',
  taskId: '01a22008-288c-75c4-bfb5-e02aa46b354c',
  pollAfterMs: 1000,
};
export const TaskResultOut = {
  status: 2,
  message: 'Done: 20,000 rows.',
  url: '/api/files/AaIgCCiMdcS_teAqpGs1TAAAAAEAAaIgI6lbqRnr',
  state: true,
  taskId: '01a22008-288c-75c4-bfb5-e02aa46b354c',
  kind: 'export',
  type: 'orders',
  phase: 'succeeded',
  attempt: 1,
  progress: {
    done: 20000,
    total: 20000,
    rowsPerSecond: 11140,
    etaMs: null,
  },
  counts: {
    total: 20000,
    succeeded: 20000,
    failed: 0,
    unprocessed: 0,
  },
  issuesUrl: null,
  notices: 0,
  timeZone: 'Asia/Shanghai',
  fileName: '订单 2026-11-28 1042.csv',
  registeredAt: '2026-11-28T02:42:15.310Z',
  expiresAt: '2026-11-28T03:12:17.755Z',
  pollAfterMs: 10000,
};
export const StateOut = {
  state: false,
};
export const LedgerRecord = {
  taskId: '01a22008-288c-75c4-bfb5-e02aa46b354c',
  owner: 'olga',
  kind: 'export',
  type: 'orders',
  phase: 'succeeded',
  cleared: false,
  attempt: 1,
  attempts: [
    {
      attempt: 1,
      worker: 'worker-1:42',
      startedAt: '2026-11-28T02:42:15.328Z',
      endedAt: '2026-11-28T02:42:17.755Z',
      outcome: 'succeeded',
      error: null,
    },
  ],
  lengths: {},
  batchNo: null,
  only: null,
  format: 'csv',
  upload: null,
  params: {},
  mends: null,
  progress: {
    done: 20000,
    total: 20000,
    rowsPerSecond: 11140,
    etaMs: null,
  },
  counts: {
    total: 20000,
    succeeded: 20000,
    failed: 0,
    unprocessed: 0,
  },
  message: 'Done: 20,000 rows.',
  timeZone: 'Asia/Shanghai',
  notices: [],
  error: null,
  undoes: null,
  result: {
    name: '订单 2026-11-28 1042.csv',
    sizeBytes: 1977243,
  },
  issues: null,
  downloads: 0,
  registeredAt: '2026-11-28T02:42:15.310Z',
  startedAt: '2026-11-28T02:42:15.328Z',
  finishedAt: '2026-11-28T02:42:17.755Z',
  expiresAt: '2026-11-28T03:12:17.755Z',
};
export const TaskList = {
  items: [LedgerRecord],
  nextCursor: null,
  looked: 1,
};
export const TaskFilesOut = {
  items: [
    {
      role: 'result',
      name: '订单 2026-11-28 1042.csv',
      sizeBytes: 1977243,
      url: '/api/files/AaIgCCiMdcS_teAqpGs1TAAAAAEAAaIgI6lbqRnr',
    },
  ],
};
export const FirstIssuesOut = {
  items: [
    {
      row: 2,
      column: 'Price',
      code: 'not_a_number',
      values: {},
      message: 'must be a number',
    },
  ],
};
export const Problem = {
  requestId: '0198f3c2-2f0b-4c54-9f2d-6a5b0c1d2e3f',
  type: 'urn:longshore:error:task_not_resumable',
  title: 'task_not_resumable',
  status: 409,
  code: 'task_not_resumable',
  detail: 'Only a paused task can be resumed; this one is succeeded.',
};

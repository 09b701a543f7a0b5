import {
  isDone,
  isLive,
  type Language,
  LedgerRecord,
  noTask,
  PHASES,
  plainCaller,
  TaskResultOut,
} from '@longshore/contract';
import type { BatchTask, ExportTask, ImportTask } from '@longshore/tasks';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expiredResult, ledgerRecord, pollAfterMs, taskResult } from './task-result.js';

const file = { key: 'results/x/1/result.xlsx', name: `${'订单'.repeat(30)}.xlsx`, sizeBytes: 1 };
const task = (over: Partial<ExportTask>): ExportTask => ({
  taskId: '0193e1a0-89ab-7def-8123-456789abcdef',
  owner: 'ann',
  caller: plainCaller('ann'),
  kind: 'export',
  type: 'orders',
  params: {},
  format: 'xlsx',
  fileName: null,
  columns: null,
  storedParams: null,
  rowsPerFile: null,
  manifest: false,
  language: 'en',
  timeZone: 'America/New_York',
  ttlMs: 1,
  maxAttempts: 3,
  formerAttempts: 0,
  spent: 1,
  phase: 'running',
  attempt: 1,
  claimedAt: 1,
  checkpoint: null,
  undoes: null,
  progress: { done: 120_000, total: 1_000_000, rowsPerSecond: 81_000, etaMs: 10_900 },
  counts: { total: 1_000_000, succeeded: 120_000, failed: 0, unprocessed: 880_000 },
  result: file,
  issues: file,
  notices: [],
  error: null,
  registeredAt: 1_763_600_000_000,
  startedAt: 1_763_600_000_001,
  finishedAt: null,
  expiresAt: 1_763_601_800_000,
  waitsUntil: null,
  isCallerKnown: true,
  ...over,
});
const anImport = (over: Partial<ImportTask>): ImportTask => ({
  ...task({}),
  kind: 'import',
  languages: [],
  options: {},
  headerChoices: [],
  upload: file,
  preview: null,
  mends: null,
  ...over,
});
const address = () => `/api/files/${'x'.repeat(58)}`;
const answer = (over: Partial<ExportTask>, answers = 1) =>
  taskResult({ task: task(over), answers, language: 'en', address });

test('every phase gives an answer of the contract, with files only when there is something to fetch', () => {
  fc.assert(
    fc.property(fc.constantFrom(...PHASES), (phase) => {
      const out = TaskResultOut.parse(answer({ phase }));
      expect(out.state).toBe(isDone(phase));
      expect(out.status).toBe(isLive(phase) ? 1 : 2);
      expect(out.url !== null).toBe(isDone(phase));
      expect(out.issuesUrl !== null).toBe(!isLive(phase));
    }),
  );
});

test('a task that waits for a time says it by the clock of its zone', () => {
  const waitsUntil = Date.parse('2026-03-05T03:00:00Z');
  const waiting = task({ phase: 'queued', waitsUntil });
  const told = (language: Language) =>
    taskResult({ task: waiting, answers: 1, language, address }).message;
  expect(told('en')).toBe('Waits until 2026-03-04 22:00 (America/New_York).');
  expect(told('zh')).toBe('等待至 2026-03-04 22:00（America/New_York）。');
  expect(answer({ phase: 'running', waitsUntil }).message).not.toContain('Waits');
});

test('the usual answer stays under 700 bytes', () => {
  expect(Buffer.byteLength(JSON.stringify(answer({ result: null, issues: null })))).toBeLessThan(
    700,
  );
  expect(
    Buffer.byteLength(
      JSON.stringify(answer({ phase: 'partial', result: { ...file, name: 'orders.xlsx' } })),
    ),
  ).toBeLessThan(700);
});

test('status 0 has every field, null but state and the pace', () => {
  const { status, state, message, pollAfterMs: pace, ...rest } = TaskResultOut.parse(noTask('zh'));
  expect([status, state, pace]).toEqual([0, false, 10_000]);
  expect(message).toBe('没有任务。');
  expect(new Set(Object.values(rest))).toEqual(new Set([null]));
});

test('the pace is the ETA within its bounds, and quick for three answers while there is none', () => {
  const pace = (etaMs: number | null, answers = 9) =>
    pollAfterMs(
      { phase: 'running', progress: { done: 0, total: null, rowsPerSecond: null, etaMs } },
      answers,
    );
  expect([pace(10), pace(4_321), pace(99_999)]).toEqual([1_000, 4_321, 10_000]);
  expect([1, 2, 3, 4].map((answers) => pace(null, answers))).toEqual([1_000, 1_000, 1_000, 10_000]);
  expect(pollAfterMs({ ...task({}), phase: 'succeeded' }, 1)).toBe(10_000);
});

test('a failed task says why, in the language asked for', () => {
  const error = { code: 'too_many_rows', message: 'x', values: { maxRows: 1_000 } };
  expect(
    taskResult({ task: task({ phase: 'failed', error }), answers: 1, language: 'zh', address })
      .message,
  ).toContain('超过 1,000 行');
  expect(
    answer({ phase: 'failed', error: { code: 'custom', message: 'The supplier is closed.' } })
      .message,
  ).toBe('The supplier is closed.');
});

test('an import that ended early says what was saved; one that saved nothing only why', () => {
  const counts = { total: 1_000, succeeded: 120, failed: 3, unprocessed: 877 };
  const said = (over: Partial<ImportTask>, language: Language) =>
    taskResult({ task: anImport({ counts, ...over }), answers: 1, language, address }).message;
  expect(said({ phase: 'cancelled' }, 'en')).toBe(
    'Cancelled. 120 rows saved, 3 to correct, 877 not reached.',
  );
  expect(said({ phase: 'cancelled' }, 'zh')).toBe(
    '已取消。已保存 120 行，3 行需修正，877 行未处理。',
  );
  const error = { code: 'executor_failed', message: '' };
  expect(said({ phase: 'failed', error }, 'en')).toMatch(/ 120 rows saved, 3 to correct, 877 /);
  const unknown = { total: null, succeeded: 120, failed: 3, unprocessed: null };
  expect(said({ phase: 'expired', counts: unknown }, 'en')).toMatch(
    /120 rows saved, 3 to correct\.$/,
  );
  const none = { total: 1_000, succeeded: 0, failed: 0, unprocessed: 1_000 };
  expect(said({ phase: 'cancelled', counts: none }, 'en')).toBe('Cancelled.');
  expect(answer({ phase: 'cancelled', counts }).message).toBe('Cancelled.');
});

const aBatch = (over: Partial<BatchTask>): BatchTask => ({
  ...task({ result: null, issues: null }),
  kind: 'batch',
  type: 'settle-orders',
  batchNo: null,
  only: null,
  ...over,
});

test('a batch counts records and tells exceptions apart, in fewer than 700 bytes', () => {
  const counts = { total: 9, succeeded: 4, failed: 3, unprocessed: 2, exceptions: 1 };
  const told = (over: Partial<BatchTask>, language: Language) =>
    taskResult({ task: aBatch({ counts, ...over }), answers: 1, language, address });
  const partial = TaskResultOut.parse(told({ phase: 'partial' }, 'en'));
  expect(partial).toMatchObject({ counts, state: true });
  expect(partial.message).toBe(
    '4 records succeeded, 3 did not, 1 of these by a fault of a system.',
  );
  expect(told({ phase: 'partial' }, 'zh').message).toBe(
    '成功 4 条，未成功 3 条，其中系统异常 1 条。',
  );
  expect(told({ phase: 'cancelled' }, 'en').message).toBe(
    'Cancelled. 4 records succeeded, 3 did not, 2 not reached.',
  );
  expect(told({ phase: 'paused' }, 'en')).toMatchObject({ status: 1, message: 'Paused.' });
  expect(told({}, 'en').message).toBe('120,000 of 1,000,000 records');
  expect(Buffer.byteLength(JSON.stringify(partial))).toBeLessThan(700);
});

test('the ledger record of a batch says what was asked for', () => {
  const batch = { attempts: [], downloads: 0, cleared: false };
  const reader = { language: 'en', seesCauses: false } as const;
  const params = { from: 1, batchNo: 'a param of that name' };
  const record = aBatch({ params, batchNo: 'B7', only: { ids: ['3'] } });
  expect(LedgerRecord.parse(ledgerRecord({ ...record, ...batch }, reader))).toMatchObject({
    params,
    batchNo: 'B7',
    only: { ids: ['3'] },
  });
});

test('of an expired import the error workbook is there, by an address that still works', () => {
  const record = {
    ...anImport({ phase: 'expired', result: null }),
    attempts: [],
    downloads: 0,
    cleared: false,
  };
  const nowMs = record.expiresAt + 3_600_000;
  let until = 0;
  const out = expiredResult(record, {
    language: 'en',
    nowMs,
    address: ({ expiresAt }) => {
      until = expiresAt;
      return address();
    },
  });
  expect(out).toMatchObject({ phase: 'expired', state: false, url: null, issuesUrl: address() });
  expect(until).toBeGreaterThan(nowMs);
});

test('an owner reads sentences in the ledger, an operator the cause too', () => {
  const error = {
    code: 'store_unavailable',
    message: 'The file store cannot be reached; try again shortly.',
    cause: 'The object store failed to read uploads/1/original: connect ECONNREFUSED 10.0.0.7:9000',
  };
  const attempt = {
    attempt: 1,
    worker: 'host:1',
    startedAt: '2026-01-01T00:00:00.000Z',
    endedAt: null,
    outcome: 'retrying' as const,
    error,
  };
  const record = {
    ...task({ phase: 'failed', error }),
    attempts: [attempt],
    downloads: 0,
    cleared: false,
  };
  const forOwner = ledgerRecord(record, { language: 'zh', seesCauses: false });
  expect(JSON.stringify(forOwner)).not.toMatch(/uploads|10\.0\.0\.7/);
  expect(forOwner.attempts[0]?.error).toEqual({
    code: 'store_unavailable',
    message: '文件存储暂时不可用，请稍后重试。',
  });
  const forOperator = LedgerRecord.parse(
    ledgerRecord(record, { language: 'en', seesCauses: true }),
  );
  expect([forOperator.error?.cause, forOperator.attempts[0]?.error?.cause]).toEqual([
    error.cause,
    error.cause,
  ]);
});

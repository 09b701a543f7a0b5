/** A task in memory as the answers of the API tell it. */
import {
  ERROR_CODES,
  type ErrorCode,
  errorSentence,
  isDone,
  isLive,
  type Language,
  type LedgerRecord,
  message,
  POLL,
  type Problem,
  statusOf,
  type TaskResultOut,
} from '@longshore/contract/browser';
import type { FakeTask } from './fake-task.js';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** A refusal, as the API words it. */
export function problem(code: ErrorCode, language: Language): Answer {
  const { status } = ERROR_CODES[code];
  const detail = errorSentence(code, {}, language);
  const type = `urn:longshore:error:${code}`;
  return { status, body: { type, title: code, status, code, detail } satisfies Problem };
}

export function resultOf(task: FakeTask, language: Language): TaskResultOut {
  const { taskId, kind, type, phase, progress, counts, fileName, hasIssues } = task;
  const done = isDone(phase);
  return {
    status: statusOf(phase),
    message: sentenceOf(task, language),
    url: done && fileName !== null ? `/api/files/${taskId}/result` : null,
    state: done,
    taskId,
    kind,
    type,
    phase,
    attempt: task.startedAt === null ? 0 : 1,
    progress,
    counts,
    issuesUrl: hasIssues && !isLive(phase) ? `/api/files/${taskId}/issues` : null,
    notices: 0,
    timeZone: 'UTC',
    fileName: done ? fileName : null,
    registeredAt: iso(task.registeredAt),
    expiresAt: iso(task.expiresAt),
    pollAfterMs: isLive(phase) ? POLL.quickMs : POLL.slowMs,
  };
}

function sentenceOf({ phase, error, counts, progress }: FakeTask, language: Language): string {
  if (error !== null) return error.message;
  const { done, total } = progress;
  const { succeeded, failed } = counts;
  if (phase === 'running' && total !== null)
    return message('runningRowsOf', language, { done, total });
  if (phase === 'succeeded' || phase === 'partial')
    return message(phase, language, { succeeded, failed });
  if (phase === 'previewed') return message(phase, language, { total: total ?? 0 });
  return message(phase, language);
}

export function recordOf(task: FakeTask, language: Language): LedgerRecord {
  const { taskId, kind, type, phase, params, progress, counts, error, fileName, upload } = task;
  const startedAt = task.startedAt === null ? null : iso(task.startedAt);
  const file = (name: string | null) => (name === null ? null : { name, sizeBytes: FILE.length });
  return {
    taskId,
    owner: 'ann',
    kind,
    type,
    phase,
    cleared: task.isCleared,
    attempt: startedAt === null ? 0 : 1,
    attempts: [],
    params: { ...params },
    lengths: {},
    batchNo: null,
    only: null,
    format: 'xlsx',
    progress,
    counts,
    message: sentenceOf(task, language),
    timeZone: 'UTC',
    notices: [],
    error,
    upload: upload === null ? null : { ...upload, sha256: null },
    mends: null,
    undoes: null,
    result: file(isDone(phase) ? fileName : null),
    issues: file(task.hasIssues ? 'issues.xlsx' : null),
    downloads: 0,
    registeredAt: iso(task.registeredAt),
    startedAt,
    finishedAt: task.finishedAt === null ? null : iso(task.finishedAt),
    expiresAt: iso(task.expiresAt),
  };
}

/** The bytes of every file. */
export const FILE = 'A file of the task centre in memory.';

const iso = (ms: number): string => new Date(ms).toISOString();

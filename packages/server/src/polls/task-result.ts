/**
 * A task as the polling answer (A8), and as a ledger record. Addresses are made here, for this
 * answer only.
 */
import {
  type Counts,
  isDone,
  isLive,
  isSpaced,
  type Kind,
  type Language,
  type LedgerRecord,
  type MessageKey,
  message,
  noticeSentence,
  POLL,
  statusOf,
  type TaskResultOut,
} from '@longshore/contract';
import {
  type BatchTask,
  type PolledTask,
  type StoredFile,
  type Task,
  type TaskError,
  type TaskRecord,
  taskErrorSentence,
} from '@longshore/tasks';
import { zoneOffset } from '@longshore/workbook/dates';
import type { FileRole } from '../files/file-token.js';

type Address = (task: Pick<Task, 'taskId' | 'attempt' | 'expiresAt'>, file: FileRole) => string;

interface ResultOptions {
  readonly task: PolledTask;
  /** How many answers it got while no ETA was known, this one included. */
  readonly answers: number;
  readonly language: Language;
  readonly address: Address;
}

export function taskResult({ task, answers, language, address }: ResultOptions): TaskResultOut {
  const { phase, taskId, kind, type, attempt, progress, counts } = task;
  const file = (role: FileRole, stored: StoredFile | null) =>
    stored === null ? null : address(task, role);
  return {
    status: statusOf(phase),
    message: sentence(task, language),
    url: isDone(phase) ? file('result', task.result) : null,
    state: isDone(phase),
    taskId,
    kind,
    type,
    phase,
    attempt,
    progress,
    counts,
    issuesUrl: isLive(phase) ? null : file('issues', task.issues),
    notices: task.notices.length,
    timeZone: task.timeZone,
    fileName: (isDone(phase) ? task.result?.name : undefined) ?? null,
    ...(task.undoes !== null && { undoes: task.undoes }),
    registeredAt: iso(task.registeredAt),
    expiresAt: iso(task.expiresAt),
    pollAfterMs: pollAfterMs(task, answers),
  };
}

/** The entity is gone but its ledger record stands: its time is over. */
export const expiredResult = (
  record: TaskRecord,
  { language, address, nowMs }: Pick<ResultOptions, 'language' | 'address'> & { nowMs: number },
): TaskResultOut =>
  taskResult({
    task: { ...record, phase: 'expired', error: null },
    answers: POLL.quickAnswers + 1,
    language,
    address: (task, file) => address({ ...task, expiresAt: fileExpiry(task, nowMs) }, file),
  });

const SHORTEST_ADDRESS_MS = 60_000;

/**
 * Until when a file's address works: as long as the task is shown, or a minute from now, which is
 * by Redis TIME.
 */
export const fileExpiry = ({ expiresAt }: Pick<Task, 'expiresAt'>, nowMs: number): number =>
  Math.max(expiresAt, nowMs + SHORTEST_ADDRESS_MS);

/** The ETA within the pace's bounds; without one quick for the first answers, then slow. */
export function pollAfterMs(
  { phase, progress: { etaMs } }: Pick<Task, 'phase' | 'progress'>,
  answers: number,
): number {
  if (!isLive(phase)) return POLL.slowMs;
  if (etaMs === null) return answers <= POLL.quickAnswers ? POLL.quickMs : POLL.slowMs;
  return Math.min(Math.max(etaMs, POLL.quickMs), POLL.slowMs);
}

function sentence(task: PolledTask, language: Language): string {
  const { kind, phase } = task;
  const ended = task.undoes === null ? ENDED_EARLY[kind] : UNDO_ENDED_EARLY;
  const saved =
    ended !== null && !isLive(phase) && !isDone(phase)
      ? endedSentence(task.counts, language, ended)
      : '';
  return [phaseSentence(task, language), saved]
    .filter((text) => text !== '')
    .join(isSpaced(language) ? ' ' : '');
}

/** Of a task that ended early: where its total is not known, and where it is. */
interface EndedEarly {
  readonly some: MessageKey;
  readonly of: MessageKey;
}

/** An export that ended early has left nothing, a routine no rows. */
const ENDED_EARLY: Readonly<Record<Kind, EndedEarly | null>> = {
  export: null,
  import: { some: 'saved', of: 'savedOf' },
  batch: { some: 'processedPartly', of: 'processedOf' },
  routine: null,
};
const UNDO_ENDED_EARLY: EndedEarly = { some: 'undonePartly', of: 'undoneOf' };

/** What a task had done when it ended before its last row; empty: nothing. */
function endedSentence(counts: Counts, language: Language, { some, of }: EndedEarly): string {
  const { succeeded, failed, unprocessed, exceptions = 0 } = counts;
  if (succeeded + failed === 0) return '';
  return unprocessed === null
    ? message(some, language, { succeeded, failed, exceptions })
    : message(of, language, { succeeded, failed, unprocessed });
}

function phaseSentence(task: PolledTask, language: Language): string {
  const { kind, phase, error, progress, counts } = task;
  const words = task.undoes === null ? SENTENCES[kind] : OF_UNDO;
  if (phase === 'queued' && task.waitsUntil !== null)
    return message('waitsUntil', language, waitingTime(task.waitsUntil, task.timeZone));
  if (phase === 'failed' && error !== null) return taskErrorSentence(error, language);
  if (phase === 'running' && progress.total !== null)
    return message(words.runningOf, language, { done: progress.done, total: progress.total });
  if (phase === 'running' && progress.done > 0)
    return message(words.running, language, { done: progress.done });
  const isOfKind = phase === 'previewed' || phase === 'succeeded' || phase === 'partial';
  const key = isOfKind ? words[phase] : phase;
  const { succeeded, failed, exceptions = 0, total } = counts;
  return message(key, language, { succeeded, failed, exceptions, total: total ?? 0 });
}

/** As the wall clock of the zone shows it. */
const waitingTime = (ms: number, zone: string) => ({
  time: new Date(ms + zoneOffset(zone)(ms)).toISOString().slice(0, 16).replace('T', ' '),
  zone,
});

type Sentences = Readonly<
  Record<'running' | 'runningOf' | 'previewed' | 'succeeded' | 'partial', MessageKey>
>;

const OF_ROWS: Sentences = {
  running: 'runningRows',
  runningOf: 'runningRowsOf',
  previewed: 'previewed',
  succeeded: 'succeeded',
  partial: 'partial',
};
const OF_UNDO: Sentences = {
  ...OF_ROWS,
  previewed: 'undoPreviewed',
  succeeded: 'undone',
  partial: 'undonePartly',
};
const SENTENCES: Readonly<Record<Kind, Sentences>> = {
  export: OF_ROWS,
  import: OF_ROWS,
  routine: { ...OF_ROWS, succeeded: 'ran' },
  batch: {
    ...OF_ROWS,
    running: 'processedRecords',
    runningOf: 'processedRecordsOf',
    succeeded: 'processed',
    partial: 'processedPartly',
  },
};

const iso = (ms: number): string => new Date(ms).toISOString();
const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms));

/**
 * What the caller asked for, under the names of the ledger record; an import's result is a
 * workbook.
 */
function askedFor(
  task: TaskRecord,
): Pick<LedgerRecord, 'params' | 'lengths' | 'batchNo' | 'only' | 'format' | 'upload'> {
  const asked = { lengths: {}, batchNo: null, only: null, format: 'xlsx', upload: null };
  switch (task.kind) {
    case 'export':
      return {
        ...asked,
        params: { ...task.params },
        lengths: { ...task.storedParams?.lengths },
        format: task.format,
      };
    case 'import':
      return {
        ...asked,
        params: { ...task.options },
        upload: { ...fileOf(task.upload), sha256: task.upload.sha256 ?? null },
      };
    case 'batch':
      return { ...asked, params: { ...task.params }, batchNo: task.batchNo, only: onlyOf(task) };
    case 'routine':
      return { ...asked, params: { ...task.run }, format: '' };
  }
}

const onlyOf = ({ only }: BatchTask): LedgerRecord['only'] =>
  only === null || only === 'failed' ? only : { ids: [...only.ids] };

const fileOf = ({ name, sizeBytes }: StoredFile) => ({ name, sizeBytes });
const fileOrNull = (stored: StoredFile | null) => (stored === null ? null : fileOf(stored));

interface Reader {
  readonly language: Language;
  /** Is told causes, which may name keys and addresses, and lines of source. */
  readonly seesCauses: boolean;
}

function errorFor(
  error: TaskError | null,
  { language, seesCauses }: Reader,
): LedgerRecord['error'] {
  if (error === null) return null;
  const { code, values, cause, source, stack } = error;
  return {
    code,
    message: taskErrorSentence(error, language),
    ...(typeof values?.choices === 'string' && { choices: JSON.parse(values.choices) }),
    ...(typeof values?.layout === 'string' && { layout: JSON.parse(values.layout) }),
    ...(seesCauses && cause !== undefined && { cause }),
    ...(seesCauses && source !== undefined && { source }),
    ...(seesCauses && stack !== undefined && { stack }),
  };
}

/** What a person chooses from stands once, in the error of the task. */
function attemptError(error: TaskError | null, reader: Reader): LedgerRecord['error'] {
  const told = errorFor(error, reader);
  if (told === null) return null;
  const { layout: _layout, ...others } = told;
  return others;
}

export function ledgerRecord(record: TaskRecord, reader: Reader): LedgerRecord {
  const { taskId, owner, kind, type, phase, cleared, attempt, progress, counts, error, downloads } =
    record;
  return {
    taskId,
    owner,
    kind,
    type,
    phase,
    cleared,
    attempt,
    attempts: record.attempts.map((one) => ({ ...one, error: attemptError(one.error, reader) })),
    ...askedFor(record),
    mends: record.kind === 'import' ? record.mends : null,
    progress,
    counts,
    message: sentence(record, reader.language),
    timeZone: record.timeZone,
    notices: record.notices.map((notice) => ({
      code: notice.code,
      values: { ...notice.values },
      message: noticeSentence(notice, reader.language),
    })),
    error: errorFor(error, reader),
    undoes: record.undoes,
    result: fileOrNull(record.result),
    issues: fileOrNull(record.issues),
    downloads,
    registeredAt: iso(record.registeredAt),
    startedAt: isoOrNull(record.startedAt),
    finishedAt: isoOrNull(record.finishedAt),
    expiresAt: iso(record.expiresAt),
  };
}

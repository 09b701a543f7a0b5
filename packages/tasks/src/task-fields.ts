/**
 * The hash form of a task: what a registration writes, and how entity and ledger record are read
 * back.
 * An empty string is null. Of attempt N the record has the fields `attempt:N:worker`, `:startedAt`,
 * `:endedAt`, `:outcome`, `:error`.
 */
import {
  type Kind,
  type Language,
  type Notice,
  type Phase,
  plainCaller,
  type TaskCaller,
} from '@longshore/contract';
import { lineKeys, runsKey, slotKey } from './keys.js';
import { kindFields, readKindFields, sizeField } from './kind-fields.js';
import { paramsHash } from './params-hash.js';
import type { Reply } from './scripts.js';
import type {
  NewTask,
  PolledTask,
  RecordedAttempt,
  ResultFile,
  StoredFile,
  Task,
  TaskError,
  TaskRecord,
} from './task.js';

export type Fields = Readonly<Record<string, string>>;

interface Limits {
  readonly ttlMs: number;
  readonly maxAttempts: number;
}

/** Fields and values of a task that is about to be registered; the script adds the times. */
export function newTaskFields(taskId: string, task: NewTask, { ttlMs, maxAttempts }: Limits) {
  const { line } = lineKeys(task.owner, task.kind);
  const runs = runsKey(task.owner);
  return {
    taskId,
    owner: task.owner,
    caller: task.caller === undefined ? '' : JSON.stringify(task.caller),
    kind: task.kind,
    type: task.type,
    slot: slotKey(task),
    line,
    runs,
    small: sizeField(task),
    ...kindFields(task),
    paramsHash: paramsHash(task),
    language: task.language,
    timeZone: task.timeZone,
    ttlMs,
    maxAttempts,
    phase: 'queued',
    attempt: 0,
    spent: 0,
    answers: 0,
    total: '',
    succeeded: 0,
    failed: 0,
    exceptions: '',
    rowsPerSecond: '',
    etaMs: '',
    looked: '',
    result: '',
    issues: '',
    notices: '',
    error: '',
    startedAt: '',
    finishedAt: '',
    waitsUntil: '',
  };
}

/** A script's list of names and values as an object; null when it is empty. */
export function toFields(reply: Reply | undefined): Fields | null {
  if (!Array.isArray(reply) || reply.length === 0) return null;
  // names are ours, values are data
  const fields: Record<string, string> = Object.create(null) as Record<string, string>;
  for (let i = 0; i < reply.length; i += 2) fields[String(reply[i])] = String(reply[i + 1]);
  return fields;
}

/** The fields that poll.lua answers, in its order. */
const POLLED =
  'phase etaMs answers taskId owner kind type attempt total succeeded failed exceptions rowsPerSecond result issues notices timeZone error registeredAt expiresAt waitsUntil looked undoes'.split(
    ' ',
  );

/** The values of poll.lua as fields; null when there is no entity. */
export function toPolledFields(reply: Reply): Fields | null {
  if (!Array.isArray(reply) || reply.length === 0) return null;
  // Made in one order from names of ours, the object has fast properties, as one without a
  // prototype has not.
  const fields: Record<string, string> = {};
  for (let i = 0; i < POLLED.length; i += 1) fields[POLLED[i] ?? ''] = String(reply[i] ?? '');
  return fields;
}

/** Thousands of times a second, so written without intermediate objects. */
export function readPolledTask(fields: Fields): PolledTask {
  const { taskId = '', owner = '', type = '', timeZone = '', rowsPerSecond, etaMs } = fields;
  const [succeeded, failed, total] = [
    Number(fields.succeeded),
    Number(fields.failed),
    readNumber(fields.total),
  ];
  const done = succeeded + failed;
  const looked = readNumber(fields.looked);
  return {
    taskId,
    owner,
    // this word and the next were written by this package from values of these types
    kind: fields.kind as Kind,
    phase: fields.phase as Phase,
    type,
    attempt: Number(fields.attempt),
    progress: {
      done: looked ?? done,
      total,
      rowsPerSecond: readNumber(rowsPerSecond),
      etaMs: readNumber(etaMs),
    },
    counts: {
      total,
      succeeded,
      failed,
      unprocessed: total === null ? null : total - done,
      ...(fields.exceptions ? { exceptions: Number(fields.exceptions) } : {}),
    },
    result: readJson<ResultFile>(fields.result),
    issues: readJson<StoredFile>(fields.issues),
    notices: readJson<Notice[]>(fields.notices) ?? [],
    timeZone,
    error: readJson<TaskError>(fields.error),
    registeredAt: Number(fields.registeredAt),
    expiresAt: Number(fields.expiresAt),
    waitsUntil: readNumber(fields.waitsUntil),
    undoes: fields.undoes || null,
  };
}

export function readTask(fields: Fields): Task {
  return {
    ...readPolledTask(fields),
    ...readKindFields(fields),
    caller: readJson<TaskCaller>(fields.caller) ?? plainCaller(fields.owner ?? ''),
    isCallerKnown: (fields.caller ?? '') !== '',
    // written by this package from a Language
    language: fields.language as Language,
    ttlMs: Number(fields.ttlMs),
    maxAttempts: Number(fields.maxAttempts),
    formerAttempts: Number(fields.formerAttempts ?? 0),
    spent: Number(fields.spent),
    startedAt: readNumber(fields.startedAt),
    claimedAt: readNumber(fields.claimedAt),
    finishedAt: readNumber(fields.finishedAt),
  };
}

/**
 * `nowMs` by Redis TIME: a live task whose deadline passed is told as expired, also before a
 * janitor wrote that down.
 */
export function readRecord(fields: Fields, nowMs: number): TaskRecord {
  const task = readTask(fields);
  const attempts = Array.from({ length: task.attempt }, (_, index) =>
    readAttempt(fields, index + 1),
  );
  const record = {
    ...task,
    attempts,
    downloads: Number(fields.downloads ?? 0),
    cleared: fields.cleared === '1',
  };
  return task.finishedAt === null && task.expiresAt <= nowMs ? asExpired(record) : record;
}

const asExpired = (record: TaskRecord): TaskRecord => ({
  ...record,
  phase: 'expired',
  error: null,
  finishedAt: record.expiresAt,
  progress: { ...record.progress, etaMs: null },
  attempts: record.attempts.map((attempt) =>
    attempt.outcome === null
      ? { ...attempt, outcome: 'expired', endedAt: iso(record.expiresAt) }
      : attempt,
  ),
});

function readAttempt(fields: Fields, attempt: number): RecordedAttempt {
  const text = (name: string) => fields[`attempt:${attempt}:${name}`] ?? '';
  return {
    attempt,
    worker: text('worker'),
    startedAt: iso(Number(text('startedAt'))),
    endedAt: text('endedAt') === '' ? null : iso(Number(text('endedAt'))),
    // written by the scripts of this package
    outcome: (text('outcome') || null) as RecordedAttempt['outcome'],
    error: readError(text('error')),
  };
}

/** The stored form of a value that may be null. */
export const json = (value: StoredFile | TaskError | null): string =>
  value === null ? '' : JSON.stringify(value);

/** An error in its stored form; null for ''. */
export const readError = (text: string): TaskError | null => readJson<TaskError>(text);

/** The stored form of notices. */
export const noticesJson = (notices: readonly Notice[]): string =>
  notices.length === 0 ? '' : JSON.stringify(notices);

const readNumber = (text = ''): number | null => (text === '' ? null : Number(text));
// written by `json`
const readJson = <T>(text = ''): T | null => (text === '' ? null : (JSON.parse(text) as T));
const iso = (ms: number): string => new Date(ms).toISOString();

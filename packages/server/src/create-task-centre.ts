/** The task centre in a process that already exists. The main function of the door. */
import { createReadStream } from 'node:fs';
import type { RequestListener } from 'node:http';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import { startAlarmWatch } from '@longshore/alarms';
import {
  type Language,
  plainCaller,
  type RegisterBatchIn,
  type RegisterExportIn,
  type RegisterOut,
  type UploadOptions,
} from '@longshore/contract';
import {
  askPart,
  openServices,
  type ServiceOptions,
  type Services,
  TASK_DEFAULTS,
} from '@longshore/process';
import { startSweeper } from '@longshore/tasks';
import type { Router } from 'express';
import { apiRouter } from './api-router.js';
import { codeFor } from './audit/actor.js';
import { auditTrail } from './audit/audit-trail.js';
import { authorizeBy } from './auth/authorize.js';
import type { Authenticate } from './auth/caller.js';
import { rateLimit } from './auth/rate-limit.js';
import { type FileKeys, givenFileKeys, sharedFileKeys } from './files/file-keys.js';
import { problemSender } from './http/problems.js';
import { ownRecord } from './ledger/require-own-record.js';
import { createListener } from './listener.js';
import { boardPath, type QueueBoard } from './operations/board-routes.js';
import { createMetrics } from './operations/metrics.js';
import { statusAnswer } from './polls/status-answer.js';
import { registerBatch } from './registration/register-batch.js';
import { registerExport } from './registration/register-export.js';
import { type Receive, registerImport } from './registration/register-import.js';
import type { Registrant } from './registration/register-task.js';
import { registerUndo } from './registration/register-undo.js';
import type { CentreServices } from './services.js';

/** What a task centre is made of, and who may call it. */
export interface TaskCentreOptions extends ServiceOptions {
  /** Finds out who calls: the company's own sign-in, or `jwtAuth(…)`. */
  readonly auth: Authenticate;
  /**
   * Origin, and path if any, under which browsers reach the task centre: makes addresses in answers
   * absolute. Default: the path under which the router is mounted.
   */
  readonly publicUrl?: string | undefined;
  /** Largest upload, in bytes. Default 200 MiB. */
  readonly uploadMaxBytes?: number;
  /** IANA zone of tasks whose caller names none. Default UTC. */
  readonly timeZone?: string;
  /**
   * Whether owners too, not operators alone, are told why a task failed in the programs' own words,
   * and the line of source: for development. Default false.
   */
  readonly tellsCauses?: boolean;
  /** Calls of one owner a minute, counted over all API processes. Default 1,200. */
  readonly callsPerMinute?: number;
  /**
   * Refused sign-ins and forged file addresses of one network address a minute, counted over all
   * API processes. Default 300.
   */
  readonly failuresPerMinute?: number;
  /**
   * Secrets that seal file addresses, the same for every API process: the first seals, all of them
   * open. Default: a ring of keys in Redis, with a new key each day.
   */
  readonly fileSigningKeys?: readonly string[] | undefined;
  /** How long an entry of the audit log is kept, in milliseconds. Default 90 days. */
  readonly auditTtlMs?: number;
  /** Entries of the audit log that are kept at most. Default 500,000. */
  readonly auditMaxEntries?: number;
  /**
   * Makes a board of BullMQ's queues, which `listener` shows operators at `/queues`, to be read
   * only. `path`: where browsers find it. Default: none.
   */
  readonly queueBoard?: QueueBoard | null;
  /** Directory of a built page that `listener` serves. Default: none. */
  readonly page?: string | null;
}

/** An export started from code: the body of registerExportTask, and whose it is. */
export type ExportCall = RegisterExportIn & {
  readonly owner: string;
  /** Registers nothing when it came before, and answers with that task. */
  readonly idempotencyKey?: string;
};

/** A batch started from code: the body of registerBatchTask, and whose it is. */
export type BatchCall = RegisterBatchIn & {
  readonly owner: string;
  /** Registers nothing when it came before, and answers with that task. */
  readonly idempotencyKey?: string;
};

/** An import started from code. */
export interface ImportCall {
  readonly owner: string;
  readonly type: string;
  /** Bytes of the file, or its path on this host. */
  readonly file: Readable | string;
  /** Default: the name in the path, else `upload`. */
  readonly fileName?: string;
  readonly options?: UploadOptions;
  /** Default `en`. */
  readonly language?: Language;
  /** IANA zone. Default: that of the task centre. */
  readonly timeZone?: string;
  /** Registers nothing when it came before, and answers with that task. */
  readonly idempotencyKey?: string;
}

/** An undo started from code. */
export interface UndoCall {
  /** Whose import it is. */
  readonly owner: string;
  /** The import. */
  readonly taskId: string;
  /** Registers nothing when it came before, and answers with that task. */
  readonly idempotencyKey?: string;
}

/** A task centre that is open. */
export interface TaskCentre {
  /**
   * The calls below `/api`, to be mounted under any path: `app.use('/back-office', centre.router)`.
   */
  readonly router: Router;
  /** A whole server: the calls, health, metrics, documents and page. */
  readonly listener: RequestListener;
  /** Migrates and seeds; `/readyz` is 503 until then. Throws what the database throws. */
  prepare(): Promise<void>;
  /**
   * As the call of that name. Throws AppError invalid_params, unknown_type or redis_unavailable.
   */
  registerExport(call: ExportCall): Promise<RegisterOut>;
  /**
   * As the call of that name. Throws AppError invalid_params, unknown_type or redis_unavailable.
   */
  registerBatch(call: BatchCall): Promise<RegisterOut>;
  /** As the call of that name; the file is streamed to the store. Throws AppError. */
  registerImport(call: ImportCall): Promise<RegisterOut>;
  /**
   * Puts the rows of an import back as they were before it: a task of its own, in the language and
   * the zone of the import. Throws AppError task_not_found, not_undoable, task_not_undoable,
   * nothing_to_undo, import_undone, slot_taken, redis_unavailable or database_unavailable.
   */
  undoImport(call: UndoCall): Promise<RegisterOut>;
  /** Closes what was opened: queue, Redis, database. */
  close(): Promise<void>;
}

const UPLOAD_MAX_BYTES = 200 * 1024 ** 2;
const CALLS_PER_MINUTE = 1_200;
const FAILURES_PER_MINUTE = 300;
const AUDIT_MAX_ENTRIES = 500_000;
const AUDIT_DAYS = 90;
const SHARE_COUNTS_MS = 1_000;
const DAY_MS = 24 * 3_600_000;
const DEFAULT_TIME_ZONE = 'UTC';
const DEFAULT_LANGUAGE = 'en';

/**
 * Opens a task centre in this process. Reads no environment, listens on no port, installs no signal
 * handler. Throws what `openServices` throws.
 */
export async function createTaskCentre(options: TaskCentreOptions): Promise<TaskCentre> {
  const opened = await openServices(options, 'api');
  let isPrepared = false;
  const limits = rateLimits(options, opened);
  const publicUrl = options.publicUrl?.replace(/\/+$/, '') ?? null;
  const board = options.queueBoard ?? null;
  const services: CentreServices = {
    ...opened,
    authenticate: options.auth,
    publicUrl,
    boardPath: board === null ? null : boardPath(publicUrl),
    uploadMaxBytes: options.uploadMaxBytes ?? UPLOAD_MAX_BYTES,
    timeZone: options.timeZone ?? DEFAULT_TIME_ZONE,
    tellsCauses: options.tellsCauses ?? false,
    ...limits,
    metrics: createMetrics(opened),
    audit: auditTrail({ ...opened, limits: auditLimits(options) }),
    fileKeys: await openFileKeys(options, opened),
    isPrepared: () => isPrepared,
  };
  const steps = {
    authorize: authorizeBy(services),
    statusAnswer: statusAnswer(services),
    sendProblem: problemSender(services.log),
  };
  const router = apiRouter(services, steps);
  const alarms = startAlarmWatch({
    ...opened,
    worker: null,
    ask: (part) => askPart(part, opened),
    openParts: () => [],
    onMessage: services.metrics.alarmMessage,
  });
  return {
    router,
    listener: createListener(services, {
      api: router,
      steps,
      board,
      page: options.page ?? null,
    }),
    prepare: async () => {
      await services.prepare();
      isPrepared = true;
    },
    registerExport: async ({ owner, idempotencyKey, ...input }) =>
      (await registerExport(input, codeCaller(owner, idempotencyKey), services)).body,
    registerBatch: async ({ owner, idempotencyKey, ...input }) =>
      (await registerBatch(input, codeCaller(owner, idempotencyKey), services)).body,
    registerImport: async ({ owner, idempotencyKey, ...call }) => {
      const caller = { ...codeCaller(owner, idempotencyKey), languages: [] };
      return (await registerImport(receiveFrom(call), caller, services)).body;
    },
    undoImport: async ({ owner, taskId, idempotencyKey }) => {
      const record = await ownRecord(taskId, { owner, operator: false }, services.tasks);
      const caller = { ...codeCaller(owner, idempotencyKey), language: record.language };
      return (await registerUndo(record, {}, caller, services)).body;
    },
    close: async () => {
      await Promise.all([limits.sharing.close(), services.fileKeys.close(), alarms.close()]);
      await services.close();
    },
  };
}

const auditLimits = ({
  auditTtlMs = AUDIT_DAYS * DAY_MS,
  auditMaxEntries = AUDIT_MAX_ENTRIES,
}: TaskCentreOptions) => ({ keepMs: auditTtlMs, maxEntries: auditMaxEntries });

/** The limits of the fleet; `sharing` adds up what the processes counted. */
function rateLimits(
  { callsPerMinute = CALLS_PER_MINUTE, failuresPerMinute = FAILURES_PER_MINUTE }: TaskCentreOptions,
  { tasks, log }: Services,
) {
  const calls = rateLimit({ name: 'owner', perMinute: callsPerMinute, tasks });
  const failures = rateLimit({ name: 'failures', perMinute: failuresPerMinute, tasks });
  const sharing = startSweeper({
    name: 'rate limits',
    everyMs: SHARE_COUNTS_MS,
    firstAfterMs: SHARE_COUNTS_MS,
    log,
    round: async () => void (await Promise.all([calls.share(), failures.share()])),
  });
  return { calls, failures, sharing };
}

/** A key of the ring is kept for as long as an address that it sealed names a file or a record. */
async function openFileKeys(
  { fileSigningKeys, taskTtlMs = TASK_DEFAULTS.taskTtlMs }: TaskCentreOptions,
  { tasks, business, ledgerTtlMs, log }: Services,
): Promise<FileKeys> {
  if (fileSigningKeys !== undefined) return givenFileKeys(fileSigningKeys);
  const longestTtlMs = Math.max(taskTtlMs, ...business.executors.map(({ ttlMs }) => ttlMs ?? 0));
  const lives = { rotateMs: DAY_MS, keepMs: DAY_MS + longestTtlMs + ledgerTtlMs };
  return sharedFileKeys({ tasks, lives, log });
}

/** Code of the host registers for an owner; it may start everything. */
const codeCaller = (owner: string, idempotencyKey: string | null = null): Registrant => ({
  owner,
  caller: plainCaller(owner),
  actor: codeFor(owner),
  idempotencyKey,
  language: DEFAULT_LANGUAGE,
});

/** A file of this process, received as an upload is. */
function receiveFrom({
  file,
  fileName,
  ...fields
}: Omit<ImportCall, 'owner' | 'idempotencyKey'>): Receive {
  const stream = typeof file === 'string' ? createReadStream(file) : file;
  stream.on('error', () => {}); // whoever reads the file hears the error
  const name = fileName ?? (typeof file === 'string' ? basename(file) : 'upload');
  return async (take) => {
    try {
      return await take(fields, { name, stream });
    } finally {
      stream.destroy();
    }
  };
}

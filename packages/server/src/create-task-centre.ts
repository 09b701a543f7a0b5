/** The task centre in a process that already exists. The main function of the door. */
import { createReadStream } from 'node:fs';
import type { RequestListener } from 'node:http';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import type { Language, RegisterExportIn, RegisterOut, UploadOptions } from '@longshore/contract';
import { openServices, type ServiceOptions } from '@longshore/process';
import type { Router } from 'express';
import { apiRouter } from './api-router.js';
import { authorizeBy } from './auth/authorize.js';
import type { Authenticate } from './auth/caller.js';
import { problemSender } from './http/problems.js';
import { createListener } from './listener.js';
import { createMetrics } from './operations/metrics.js';
import { statusAnswer } from './polls/status-answer.js';
import { registerExport } from './registration/register-export.js';
import { type Receive, registerImport } from './registration/register-import.js';
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
  /** Calls of one owner a minute, counted in this process. Default 1,200. */
  readonly callsPerMinute?: number;
  /** Directory of a built page that `listener` serves. Default: none. */
  readonly page?: string | null;
}

/** An export started from code: the body of registerExportTask, and whose it is. */
export type ExportCall = RegisterExportIn & { readonly owner: string };

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
  /** As the call of that name; the file is streamed to the store. Throws AppError. */
  registerImport(call: ImportCall): Promise<RegisterOut>;
  /** Closes what was opened: queue, Redis, database. */
  close(): Promise<void>;
}

const UPLOAD_MAX_BYTES = 200 * 1024 ** 2;
const CALLS_PER_MINUTE = 1_200;
const DEFAULT_TIME_ZONE = 'UTC';
const DEFAULT_LANGUAGE = 'en';

/**
 * Opens a task centre in this process. Reads no environment, listens on no port, installs no signal
 * handler. Throws what `openServices` throws.
 */
export async function createTaskCentre(options: TaskCentreOptions): Promise<TaskCentre> {
  const opened = await openServices(options, 'api');
  let isPrepared = false;
  const services: CentreServices = {
    ...opened,
    authenticate: options.auth,
    publicUrl: options.publicUrl?.replace(/\/+$/, '') ?? null,
    uploadMaxBytes: options.uploadMaxBytes ?? UPLOAD_MAX_BYTES,
    timeZone: options.timeZone ?? DEFAULT_TIME_ZONE,
    callsPerMinute: options.callsPerMinute ?? CALLS_PER_MINUTE,
    metrics: createMetrics(opened),
    signingKey: await opened.tasks.signingKey(),
    isPrepared: () => isPrepared,
  };
  const steps = {
    authorize: authorizeBy(services),
    statusAnswer: statusAnswer(services),
    sendProblem: problemSender(services.log),
  };
  const router = apiRouter(services, steps);
  return {
    router,
    listener: createListener(services, { api: router, steps, page: options.page ?? null }),
    prepare: async () => {
      await services.prepare();
      isPrepared = true;
    },
    registerExport: async ({ owner, ...input }) =>
      (await registerExport(input, { owner, language: DEFAULT_LANGUAGE }, services)).body,
    registerImport: async ({ owner, ...call }) =>
      (
        await registerImport(
          receiveFrom(call),
          { owner, language: DEFAULT_LANGUAGE, languages: [] },
          services,
        )
      ).body,
    close: services.close,
  };
}

/** A file of this process, received as an upload is. */
function receiveFrom({ file, fileName, ...fields }: Omit<ImportCall, 'owner'>): Receive {
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

/**
 * registerImportTask: the upload is streamed to the store, then the slot is decided; the loser's
 * upload is removed.
 */
import { isDeepStrictEqual } from 'node:util';
import { AppError, RegisterImportFields, type RegisterOut } from '@longshore/contract';
import type { ImportExecutor } from '@longshore/executors';
import { type NewImport, uploadKey } from '@longshore/tasks';
import { Router } from 'express';
import { callerOf } from '../auth.js';
import { parseInput } from '../errors.js';
import { readableUpload } from '../readable-upload.js';
import { alreadyLive, languageFor, limitsOf, registerTask, sendRegistration } from '../register.js';
import type { Services } from '../services.js';
import { receiveUpload } from '../upload.js';

interface ImportRequest {
  readonly executor: ImportExecutor;
  readonly task: Omit<NewImport, 'upload'>;
}

export function importRoutes(services: Services): Router {
  const { config, tasks, store, business, log } = services;
  const routes = Router();

  routes.post('/registerImportTask', async (req, res) => {
    const { owner } = callerOf(res);
    await store.ready(); // before the upload is read: a store that is away is a quick 503
    const taskId = tasks.newTaskId(owner);
    const key = uploadKey(taskId);
    const registration = await keepOnlyWhenAccepted(key, taskId, async () => {
      const upload = await receiveUpload(
        req,
        config.UPLOAD_MAX_BYTES,
        async (fields, { name, stream }) => {
          const request = importRequest(fields, { owner, language: languageFor(req) });
          const held = await heldSlot(request);
          if (held !== null) return held;
          // An executor with a parse step of its own decides itself what it reads.
          const bytes = request.executor.parse === null ? readableUpload(stream) : stream;
          return {
            task: { ...request.task, upload: { key, name, ...(await store.put(key, bytes)) } },
          };
        },
      );
      return 'task' in upload ? register(upload.task, taskId) : upload;
    });
    sendRegistration(res, registration);
  });

  function importRequest(
    fields: Readonly<Record<string, string>>,
    caller: Pick<NewImport, 'owner' | 'language'>,
  ): ImportRequest {
    const { type, options } = parseInput(RegisterImportFields, {
      ...fields,
      ...('options' in fields ? { options: json(fields.options) } : {}),
    });
    const executor = business.find('import', type);
    if (executor === undefined)
      throw new AppError('unknown_type', { values: { kind: 'import', type } });
    return {
      executor,
      task: {
        ...caller,
        kind: 'import',
        type,
        options,
        ...limitsOf(executor),
      },
    };
  }

  /** A look before the file is read; what decides is the registration after it is stored. */
  async function heldSlot({ task }: ImportRequest): Promise<Registered | null> {
    const taskId = await tasks.holder(task);
    const live = taskId === null ? null : await tasks.find(taskId);
    if (live?.kind !== 'import') return null;
    const sameParams = isDeepStrictEqual(live.options, task.options);
    return {
      accepted: false,
      body: alreadyLive({ taskId: live.taskId, sameParams }, task.language),
    };
  }

  async function register(task: NewImport, taskId: string): Promise<Registered> {
    if (task.upload.sizeBytes === 0) throw new AppError('empty_file');
    return registerTask(task, services, taskId);
  }

  /**
   * The stored upload stays only with a registration: when Redis did not answer, it may have been
   * taken all the same.
   */
  async function keepOnlyWhenAccepted(
    key: string,
    taskId: string,
    work: () => Promise<Registered>,
  ): Promise<Registered> {
    let accepted = false;
    try {
      const result = await work();
      accepted = result.accepted;
      return result;
    } catch (error) {
      accepted = error instanceof AppError && error.code === 'redis_unavailable';
      throw error;
    } finally {
      if (!accepted)
        await store
          .remove(key)
          .catch((error: unknown) =>
            log.warn({ taskId, err: error }, 'an upload is left to the sweeper'),
          );
    }
  }

  return routes;
}

type Registered = { accepted: boolean; body: RegisterOut };

function json(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch (cause) {
    throw new AppError('invalid_params', {
      errors: [{ path: 'options', message: 'is not JSON' }],
      cause,
    });
  }
}

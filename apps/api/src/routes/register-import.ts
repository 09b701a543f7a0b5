/** registerImportTask: the upload is streamed to the store, then the slot is decided; the loser's upload is removed. */
import { AppError, RegisterImportFields, type RegisterOut } from '@longshore/contract';
import type { ImportExecutor } from '@longshore/executors';
import { uploadPrefix } from '@longshore/runner';
import type { NewTask, StoredFile } from '@longshore/tasks';
import { Router } from 'express';
import { callerOf } from '../auth.js';
import { parseInput } from '../errors.js';
import { alreadyLive, languageFor, registerTask, sendRegistration } from '../register.js';
import type { Services } from '../services.js';
import { receiveUpload, type UploadedFile } from '../upload.js';
import { limitsOf } from './task.js';

interface ImportRequest {
  readonly executor: ImportExecutor;
  readonly task: Omit<NewTask, 'upload'>;
}

export function importRoutes(services: Services): Router {
  const { config, tasks, store, business } = services;
  const routes = Router();

  routes.post('/registerImportTask', async (req, res) => {
    const { owner } = callerOf(res);
    await store.ready(); // before the upload is read: a store that is away is a quick 503
    const registration = await receiveUpload(req, config.UPLOAD_MAX_BYTES, async (fields, file) => {
      const request = importRequest(fields, { owner, language: languageFor(req) });
      refuseOtherFormats(request.executor, file.name);
      return (await heldSlot(request)) ?? (await storeAndRegister(request, file));
    });
    sendRegistration(res, registration);
  });

  function importRequest(fields: Readonly<Record<string, string>>, caller: Pick<NewTask, 'owner' | 'language'>): ImportRequest {
    const { type, options } = parseInput(RegisterImportFields, {
      ...fields,
      ...('options' in fields ? { options: json(fields.options) } : {}),
    });
    const executor = business.imports.get(type);
    if (executor === undefined) throw new AppError('unknown_type', { values: { kind: 'import', type } });
    return { executor, task: { ...caller, kind: 'import', type, params: options, format: 'xlsx', fileName: null, ...limitsOf(executor) } };
  }

  /** A look before the file is read; what decides is the registration after it is stored. */
  async function heldSlot({ task }: ImportRequest): Promise<Registered | null> {
    const taskId = await tasks.holder(task);
    return taskId === null ? null : { accepted: false, body: alreadyLive({ taskId, sameParams: false }, task.language) };
  }

  async function storeAndRegister({ task }: ImportRequest, { name, stream }: UploadedFile): Promise<Registered> {
    const taskId = tasks.newTaskId(task.owner);
    const key = `${uploadPrefix(taskId)}/original`;
    const { sizeBytes } = await store.put(key, stream);
    const registration = await keepOnlyWhen(key, () => register({ ...task, upload: { key, name, sizeBytes } }, taskId));
    return registration;
  }

  function register(task: NewTask & { upload: StoredFile }, taskId: string): Promise<Registered> {
    if (task.upload.sizeBytes === 0) throw new AppError('empty_file');
    return registerTask(task, services, taskId);
  }

  /** The stored upload stays only with a registration that was accepted. */
  async function keepOnlyWhen(key: string, decide: () => Promise<Registered>): Promise<Registered> {
    const result = await Promise.resolve()
      .then(decide)
      .catch(async (error: unknown) => {
        await store.remove(key);
        throw error;
      });
    if (!result.accepted) await store.remove(key);
    return result;
  }

  return routes;
}

type Registered = { accepted: boolean; body: RegisterOut };

function json(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch (cause) {
    throw new AppError('invalid_params', { errors: [{ path: 'options', message: 'is not JSON' }], cause });
  }
}

/** An executor with a parse step of its own decides itself what it reads. */
function refuseOtherFormats(executor: ImportExecutor, name: string): void {
  const format = name.split('.').at(-1)?.toLowerCase() ?? '';
  if (executor.parse === null && format !== 'xlsx') throw new AppError('unsupported_format', { values: { format } });
}

/**
 * Registers an import, for HTTP and for code: the upload is streamed to the store, then the slot is
 * decided; the upload of a registration that is refused is removed.
 */
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { isDeepStrictEqual } from 'node:util';
import { AppError, type Language, RegisterImportFields } from '@longshore/contract';
import { type ImportExecutor, limitsOf } from '@longshore/executors';
import { type NewImport, uploadKey } from '@longshore/tasks';
import { parseInput } from '../http/parse-input.js';
import type { CentreServices } from '../services.js';
import { sniffUpload } from '../uploads/sniff-upload.js';
import { checkMapping } from './check-mapping.js';
import { checkPolicy } from './check-policy.js';
import { type HashedUpload, hashUpload } from './idempotency.js';
import {
  alreadyLive,
  answerAgain,
  ownerOf,
  type Registered,
  type Registrant,
  registerTask,
} from './register-task.js';
import { startedBy } from './started-by.js';
import { storedWithTask } from './stored-with-task.js';

/** A file on its way: its name as the person's computer has it, and its bytes. */
interface UploadedFile {
  readonly name: string;
  readonly stream: Readable;
}

/** Receives the fields, then the file, and hands both on; resolves once all was received. */
export type Receive = <T>(take: (fields: object, file: UploadedFile) => Promise<T>) => Promise<T>;

interface ImportRequest {
  readonly executor: ImportExecutor;
  readonly task: Omit<NewImport, 'upload'>;
}

interface ImportCaller extends Registrant {
  /** Language tags, the best first. */
  readonly languages: readonly string[];
}

/** Throws AppError, and what `receive` throws; then neither slot nor file is left. */
export async function registerImport(
  receive: Receive,
  caller: ImportCaller,
  services: CentreServices,
): Promise<Registered> {
  const { tasks, store } = services;
  await store.ready(); // before the upload is read: a store that is away is a quick 503
  const taskId = tasks.newTaskId(caller.owner);
  const key = uploadKey(taskId);
  return storedWithTask({ key, taskId, services }, async () => {
    const received = await receive(async (fields, { name, stream }) => {
      const request = await importRequest(fields, caller, services);
      const answer =
        (await earlierAnswer({ fields, stream, ...caller }, services)) ??
        (await heldSlot(request, services));
      if (answer !== null) return answer;
      // An executor with a parse step of its own decides what it reads.
      const checked =
        request.executor.parse === null ? sniffUpload(stream, request.task.options) : stream;
      const { bytes, digest } = hashUpload({ fields, stream: checked, ...caller });
      const { sizeBytes } = await store.put(key, bytes);
      const { sha256, idempotency } = digest();
      return { task: { ...request.task, upload: { key, name, sizeBytes, sha256 } }, idempotency };
    });
    if ('isAccepted' in received) return received;
    const { task, idempotency } = received;
    if (task.upload.sizeBytes === 0) throw new AppError('empty_file');
    return registerTask(task, services, { actor: caller.actor, taskId, idempotency });
  });
}

async function importRequest(
  fields: object,
  caller: ImportCaller,
  services: Pick<CentreServices, 'business' | 'timeZone' | 'tasks'>,
): Promise<ImportRequest> {
  const {
    type,
    options,
    language: named,
    timeZone = services.timeZone,
  } = parseInput(RegisterImportFields, fields);
  const executor = await startedBy(caller, { kind: 'import', type }, services);
  checkMapping(options, executor);
  checkPolicy(options, executor);
  parseInput(executor.params, options.params ?? {}, ['options', 'params']);
  if (options.preview === true && !executor.preview) throw noPreview();
  const limits = limitsOf(executor);
  return {
    executor,
    task: {
      kind: 'import',
      ...ownerOf(caller),
      language: named ?? caller.language,
      languages: languagesOf(named, caller),
      timeZone,
      type,
      options,
      headerChoices: await services.tasks.headerChoices(caller.owner, type),
      ...limits,
    },
  };
}

const noPreview = (): AppError =>
  new AppError('invalid_params', {
    errors: [{ path: 'options.preview', message: 'this type has no preview' }],
  });

/**
 * The answer to a registration whose key came before; the upload is read to compare it, and not
 * stored again. Null: the key is new, or there is none.
 */
async function earlierAnswer(
  upload: HashedUpload & Registrant,
  { tasks }: Pick<CentreServices, 'tasks'>,
): Promise<Registered | null> {
  const { owner, idempotencyKey, language } = upload;
  const earlier = idempotencyKey === null ? null : await tasks.registeredAs(owner, idempotencyKey);
  if (earlier === null) return null;
  const { bytes, digest } = hashUpload(upload);
  await finished(bytes.resume());
  const { taskId, body } = earlier;
  return answerAgain({ taskId, sameBody: digest().idempotency?.body === body }, language);
}

/** What the body names comes before what the browser lists. */
const languagesOf = (
  named: Language | undefined,
  { language, languages }: ImportCaller,
): readonly string[] => {
  const all = named === undefined ? languages : [named, ...languages];
  return all.length === 0 ? [language] : [...new Set(all)];
};

/** A look before the file is read; what decides is the registration after it is stored. */
async function heldSlot(
  { task }: ImportRequest,
  { tasks }: Pick<CentreServices, 'tasks'>,
): Promise<Registered | null> {
  const taskId = await tasks.holder(task);
  const live = taskId === null ? null : await tasks.find(taskId);
  if (live?.kind !== 'import') return null;
  const sameParams = isDeepStrictEqual(live.options, task.options);
  return alreadyLive({ taskId: live.taskId, sameParams }, task.language);
}

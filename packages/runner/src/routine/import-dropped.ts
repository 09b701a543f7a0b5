/**
 * Imports files that other systems drop in the object store, each once and the oldest first, and
 * moves them to `archive/` as they are. A file is imported from the archive, and its registration
 * is marked by its place there, so whatever process dies at whatever step, the next run goes on.
 */
import { AppError } from '@longshore/contract';
import { type DroppedFiles, limitsOf } from '@longshore/executors';
import type { ObjectInfo } from '@longshore/storage';
import { bodyHash, type NewImport } from '@longshore/tasks';
import type { RunServices } from '../run-services.js';

type Services = Pick<RunServices, 'tasks' | 'store' | 'queue' | 'business' | 'log'>;

/** How many it took. Throws, after the others, when a file could not be taken. */
export async function importDropped(
  { prefix, type, owner, language, timeZone, quietMs }: DroppedFiles,
  signal: AbortSignal,
  services: Services,
): Promise<number> {
  const { tasks, store, business } = services;
  const executor = business.find('import', type);
  if (executor === undefined) throw new Error(`There is no import ${type} for files of ${prefix}`);
  const task: Omit<NewImport, 'upload'> = {
    kind: 'import',
    type,
    owner,
    language,
    languages: [language],
    timeZone,
    options: {},
    ...limitsOf(executor),
  };
  const before = (await tasks.nowMs()) - quietMs;
  const untaken: string[] = [];
  let taken = 0;
  for (const file of await oldestFirst(store.list(prefix))) {
    signal.throwIfAborted();
    if (file.modifiedAt.getTime() > before) continue; // perhaps still being written
    const answer = await take(file, task, signal, services).catch((error: unknown) => {
      signal.throwIfAborted();
      if (error instanceof AppError && error.retryable) throw error; // an outage, which the run waits for
      services.log.error({ key: file.key, type, err: error }, 'a dropped file was not taken');
      untaken.push(file.key);
    });
    if (answer === 'busy') break; // the file before it is being imported: its turn comes
    if (answer === 'taken') taken += 1;
  }
  if (untaken.length > 0)
    throw new Error(
      `These files could not be taken, see the log: ${untaken.slice(0, SHOWN).join(', ')}${untaken.length > SHOWN ? ', …' : ''}`,
    );
  return taken;
}

const SHOWN = 10;

async function oldestFirst(files: AsyncIterable<ObjectInfo>): Promise<ObjectInfo[]> {
  const found: ObjectInfo[] = [];
  for await (const file of files) if (!isFolder(file)) found.push(file);
  return found.sort(
    (a, b) => a.modifiedAt.getTime() - b.modifiedAt.getTime() || (a.key < b.key ? -1 : 1),
  );
}

/** Some programs store an empty object for a folder. */
const isFolder = ({ key }: ObjectInfo): boolean => key.endsWith('/');

/**
 * `busy`: an import of this owner and type runs, perhaps of the file before. `changed`: another
 * file came in its place while it was read; the next run takes that one.
 */
async function take(
  file: ObjectInfo,
  task: Omit<NewImport, 'upload'>,
  signal: AbortSignal,
  { tasks, store, queue, log }: Services,
): Promise<'taken' | 'busy' | 'changed'> {
  const { key, sizeBytes } = file;
  const archived = archiveKey(file);
  const isUnchanged = async () =>
    (await store.stat(key))?.modifiedAt.getTime() === file.modifiedAt.getTime();
  if ((await store.stat(archived))?.sizeBytes !== sizeBytes) {
    await store.put(archived, await store.read(key, undefined, signal), { signal });
    if (!(await isUnchanged())) {
      await store.remove(archived);
      return 'changed';
    }
  }
  const upload = { key: archived, name: nameIn(key), sizeBytes };
  const idempotency = { key: `dropped:${archived}`, body: bodyHash(upload) };
  const registration = await tasks.register({ ...task, upload }, { idempotency });
  if (!registration.registered && !('sameBody' in registration)) return 'busy';
  if (registration.registered) {
    const { taskId } = registration.task;
    log.info({ key, archived, taskId, type: task.type }, 'a dropped file is imported');
    await queue.admit(task.owner, ['import']);
  }
  // A newer file of this name is another one.
  if (await isUnchanged()) await store.remove(key);
  return 'taken';
}

const nameIn = (key: string): string => key.slice(key.lastIndexOf('/') + 1);

/** `inbox/a.csv` of noon -> `archive/inbox/20261127T120000000Z-a.csv`: a name may come again. */
function archiveKey({ key, modifiedAt }: ObjectInfo): string {
  const folder = key.slice(0, -nameIn(key).length);
  return `archive/${folder}${modifiedAt.toISOString().replace(/[-:.]/g, '')}-${nameIn(key)}`;
}

/**
 * From the value of BUSINESS to a business whose every executor was found, loaded and checked. Used
 * by the apps at start.
 */
import { fileURLToPath } from 'node:url';
import type { Kind } from '@longshore/contract';
import type { Database } from '@longshore/database';
import { BusinessError } from './business-error.js';
import type { Business } from './define-business.js';
import type { Executor, ExecutorOf } from './executor.js';
import { type FoundDefinitions, findExecutors } from './find-executors.js';
import { importModule } from './import-module.js';
import type { RetryableExecutor } from './retry/retryable-executor.js';

/** A business whose executors were found, loaded and checked. */
export interface LoadedBusiness {
  readonly database: Database;
  /** Path of the folder in which the folder of its executors lies, with a slash at its end. */
  readonly folder: string;
  /** Every executor, in the order of the folders and of their files. */
  readonly executors: readonly Executor[];
  /** Every retryable, in the order of the files; each records its calls in `database`. */
  readonly retryables: readonly RetryableExecutor[];
  /** Undefined: there is no such type. */
  find<K extends Kind>(kind: K, type: string): ExecutorOf<K> | undefined;
  /**
   * The business's own tables and first rows; nothing when it declares none. Run after
   * `database.migrate()`.
   */
  prepare(): Promise<void>;
}

/**
 * `business`: what `defineBusiness` returned, or the name of a package, a file, or a directory with
 * a package.json that exports it. Throws BusinessError, with a line for each thing wrong.
 */
export async function loadBusiness(business: Business | string): Promise<LoadedBusiness> {
  const defined = typeof business === 'string' ? await importBusiness(business) : business;
  return gather(defined, await findExecutors(defined.executors));
}

async function importBusiness(nameOrPath: string): Promise<Business> {
  const business = (await importModule(nameOrPath)).default;
  if (isBusiness(business)) return business;
  throw new BusinessError(
    `${nameOrPath}: its default export is not a business; write \`export default defineBusiness({ … })\``,
  );
}

const isBusiness = (value: unknown): value is Business =>
  typeof value === 'object' &&
  value !== null &&
  'kind' in value &&
  value.kind === 'business' &&
  'executors' in value;

function gather(business: Business, { executors, retryables }: FoundDefinitions): LoadedBusiness {
  const byName = byNames(executors, ({ kind, type }) => [nameOf(kind, type), type]);
  byNames(retryables, ({ name }) => [name, name]);
  for (const one of executors) checkThenBatch(one, byName);
  for (const one of executors) checkUndo(one, business.database);
  for (const one of executors) checkAtomic(one, business.database);
  for (const { definition } of retryables) definition.open(business.database);
  return {
    database: business.database,
    folder: fileURLToPath(new URL('./', business.executors.href.replace(/\/$/, ''))),
    executors: executors.map(({ definition }) => definition),
    retryables: retryables.map(({ definition }) => definition),
    // The kind is part of the name, so the executor found is of that kind.
    find: <K extends Kind>(kind: K, type: string) =>
      byName.get(nameOf(kind, type)) as ExecutorOf<K> | undefined,
    prepare: async () => business.prepare?.(),
  };
}

interface Named<Definition> {
  readonly file: string;
  readonly definition: Definition;
}

/** `nameIn`: the name that is unique, and the one that the author gave. */
function byNames<Definition>(
  found: readonly Named<Definition>[],
  nameIn: (definition: Definition) => readonly [name: string, given: string],
): Map<string, Definition> {
  const known = new Map<string, Named<Definition>>();
  for (const one of found) {
    const [name, given] = nameIn(one.definition);
    const other = known.get(name);
    if (other !== undefined)
      throw new BusinessError(
        `${other.file} and ${one.file} both define the type "${given}"; rename one`,
      );
    known.set(name, one);
  }
  return new Map([...known].map(([name, { definition }]) => [name, definition]));
}

/** A batch that an import starts is known, and runs without params. */
function checkThenBatch(
  { definition: executor, file }: Named<Executor>,
  byName: ReadonlyMap<string, Executor>,
): void {
  if (executor.kind !== 'import' || executor.thenBatch === null) return;
  const batch = byName.get(nameOf('batch', executor.thenBatch));
  if (batch?.kind !== 'batch')
    throw new BusinessError(`${file}: thenBatch: there is no batch "${executor.thenBatch}"`);
  if (!batch.params.safeParse({}).success)
    throw new BusinessError(`${file}: thenBatch: the batch "${batch.type}" needs params`);
}

/** What an import changes can be kept, to be put back. */
function checkUndo({ definition: executor, file }: Named<Executor>, { undo }: Database): void {
  if (executor.kind === 'import' && executor.undo !== null && undo === null)
    throw new BusinessError(
      `${file}: undo: the rows as they were are kept in the database of the business, which has none; give defineBusiness a database such as postgres(url)`,
    );
}

/** What a service took, it keeps. */
function checkAtomic({ definition: executor, file }: Named<Executor>, { chunks }: Database): void {
  if (executor.kind !== 'import' || chunks !== null) return;
  if (executor.mode === 'whole' || executor.policies.includes('all-or-nothing'))
    throw new BusinessError(
      `${file}: an import that saves all rows or none needs a database, in which rows can be undone`,
    );
}

const nameOf = (kind: Kind, type: string): string => `${kind} ${type}`;

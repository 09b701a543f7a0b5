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
import { type FoundExecutor, findExecutors } from './find-executors.js';
import { importModule } from './import-module.js';

/** A business whose executors were found, loaded and checked. */
export interface LoadedBusiness {
  readonly database: Database;
  /** Path of the folder in which the folder of its executors lies, with a slash at its end. */
  readonly folder: string;
  /** Every executor, in the order of the folders and of their files. */
  readonly executors: readonly Executor[];
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

function gather(business: Business, found: readonly FoundExecutor[]): LoadedBusiness {
  const byName = new Map<string, FoundExecutor>();
  for (const one of found) {
    const name = nameOf(one.executor.kind, one.executor.type);
    const other = byName.get(name);
    if (other !== undefined)
      throw new BusinessError(
        `${other.file} and ${one.file} both define the type "${one.executor.type}"; rename one`,
      );
    byName.set(name, one);
  }
  return {
    database: business.database,
    folder: fileURLToPath(new URL('./', business.executors.href.replace(/\/$/, ''))),
    executors: found.map(({ executor }) => executor),
    // The kind is part of the name, so the executor found is of that kind.
    find: <K extends Kind>(kind: K, type: string) =>
      byName.get(nameOf(kind, type))?.executor as ExecutorOf<K> | undefined,
    prepare: async () => business.prepare?.(),
  };
}

const nameOf = (kind: Kind, type: string): string => `${kind} ${type}`;

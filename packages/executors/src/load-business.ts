/**
 * From the value of BUSINESS to a business whose every executor was found, loaded and checked. Used
 * by the apps at start.
 */
import type { Kind } from '@longshore/contract';
import type { Database } from '@longshore/database';
import { BusinessError } from './business-error.js';
import type { Business } from './define-business.js';
import type { ExportExecutor, ImportExecutor } from './executor.js';
import { type FoundExecutor, findExecutors } from './find-executors.js';
import { importModule } from './import-module.js';

export interface LoadedBusiness {
  readonly database: Database;
  /** By type. */
  readonly exports: ReadonlyMap<string, ExportExecutor>;
  readonly imports: ReadonlyMap<string, ImportExecutor>;
  /** Undefined: there is no such type. */
  get(kind: Kind, type: string): ExportExecutor | ImportExecutor | undefined;
  /**
   * The business's own tables and first rows; nothing when it declares none. Run after
   * `database.migrate()`.
   */
  prepare(): Promise<void>;
}

/**
 * `nameOrPath`: a package, a file, or a directory with a package.json. Throws BusinessError, with a
 * line for each thing wrong.
 */
export async function loadBusiness(nameOrPath: string): Promise<LoadedBusiness> {
  const business = (await importModule(nameOrPath)).default;
  if (!isBusiness(business)) {
    throw new BusinessError(
      `${nameOrPath}: its default export is not a business; write \`export default defineBusiness({ … })\``,
    );
  }
  return gather(business, await findExecutors(business.executors));
}

const isBusiness = (value: unknown): value is Business =>
  typeof value === 'object' &&
  value !== null &&
  'kind' in value &&
  value.kind === 'business' &&
  'executors' in value;

function gather(business: Business, found: readonly FoundExecutor[]): LoadedBusiness {
  const exports = byType(
    found.flatMap(({ file, executor }) => (executor.kind === 'export' ? [{ file, executor }] : [])),
  );
  const imports = byType(
    found.flatMap(({ file, executor }) => (executor.kind === 'import' ? [{ file, executor }] : [])),
  );
  return {
    database: business.database,
    exports,
    imports,
    get: (kind, type) =>
      kind === 'export' ? exports.get(type) : kind === 'import' ? imports.get(type) : undefined,
    prepare: async () => business.prepare?.(),
  };
}

function byType<Executor extends { type: string }>(
  found: readonly { file: string; executor: Executor }[],
): ReadonlyMap<string, Executor> {
  const files = new Map<string, string>();
  for (const { file, executor } of found) {
    const other = files.get(executor.type);
    if (other !== undefined)
      throw new BusinessError(
        `${other} and ${file} both define the type "${executor.type}"; rename one`,
      );
    files.set(executor.type, file);
  }
  return new Map(found.map(({ executor }) => [executor.type, executor]));
}

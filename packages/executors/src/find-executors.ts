/**
 * Finds executors by folder: every module in `exports/` and `imports/`, tests and declarations left
 * out.
 */
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { BusinessError } from './business-error.js';
import type { ExportExecutor, ImportExecutor } from './executor.js';

export interface FoundExecutor {
  /** Path of its file, for error messages. */
  readonly file: string;
  readonly executor: ExportExecutor | ImportExecutor;
}

const FOLDERS = { exports: 'export', imports: 'import' } as const;
type Folder = keyof typeof FOLDERS;

const MODULE = /\.m?[jt]s$/;
const NOT_AN_EXECUTOR = /\.(d|test|test-d|spec)\.m?[jt]s$/;

/** Throws BusinessError with a line for each thing wrong. */
export async function findExecutors(root: URL): Promise<FoundExecutor[]> {
  const folder = new URL(root.href.endsWith('/') ? root.href : `${root.href}/`);
  const files = (await filesOf(folder)).flatMap(({ kind, urls }) =>
    urls.map((url) => ({ kind, url })),
  );
  const loaded = await Promise.allSettled(files.map(({ kind, url }) => load(kind, url)));
  const failures = loaded.flatMap((result) =>
    result.status === 'rejected' ? [result.reason] : [],
  );
  if (failures.length > 0)
    throw new BusinessError(failures.map(messageOf).join('\n'), { cause: failures[0] });
  return loaded.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

async function filesOf(root: URL): Promise<{ kind: Folder; urls: URL[] }[]> {
  const entries = await readdir(root, { withFileTypes: true }).catch((cause: unknown) => {
    throw new BusinessError(
      `${fileURLToPath(root)}: cannot be read; \`executors\` must be the folder with exports/ and imports/`,
      {
        cause,
      },
    );
  });
  const unknown = entries.filter((entry) =>
    entry.isDirectory() ? !Object.hasOwn(FOLDERS, entry.name) : isExecutorFile(entry.name),
  );
  if (unknown.length > 0)
    throw new BusinessError(unknown.map(({ name }) => misplaced(new URL(name, root))).join('\n'));
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name as Folder);
  return Promise.all(
    folders.map(async (kind) => ({ kind, urls: await modulesIn(new URL(`${kind}/`, root)) })),
  );
}

async function modulesIn(folder: URL): Promise<URL[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const nested = entries.filter((entry) => entry.isDirectory());
  if (nested.length > 0)
    throw new BusinessError(nested.map(({ name }) => misplaced(new URL(name, folder))).join('\n'));
  return entries
    .map(({ name }) => name)
    .filter(isExecutorFile)
    .sort()
    .map((name) => new URL(encodeURIComponent(name), folder));
}

const isExecutorFile = (name: string): boolean => MODULE.test(name) && !NOT_AN_EXECUTOR.test(name);

const misplaced = (url: URL): string =>
  `${fileURLToPath(url)}: executors stand directly in exports/ or imports/; move it there, or out of the executors folder`;

async function load(folder: Folder, url: URL): Promise<FoundExecutor> {
  const file = fileURLToPath(url);
  const module: { default?: unknown } = await import(url.href).catch((cause: unknown) => {
    throw new BusinessError(`${file}: ${messageOf(cause)}`, { cause });
  });
  const executor = module.default;
  if (!isExecutor(executor))
    throw new BusinessError(
      `${file}: its default export is not an executor; write \`export default ${DEFINE[folder]}({ … })\``,
    );
  if (executor.kind !== FOLDERS[folder])
    throw new BusinessError(`${file}: is an ${executor.kind}; move it to ${executor.kind}s/`);
  return { file, executor };
}

const DEFINE: Readonly<Record<Folder, string>> = {
  exports: 'defineExport',
  imports: 'defineImport',
};

const isExecutor = (value: unknown): value is ExportExecutor | ImportExecutor =>
  typeof value === 'object' &&
  value !== null &&
  'kind' in value &&
  'type' in value &&
  'columns' in value;

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

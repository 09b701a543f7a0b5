/**
 * Finds executors by folder: every module in the folder of a kind, and in `retryables/`, tests and
 * declarations left out.
 */
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Kind, TASK_KINDS } from '@longshore/contract';
import { BusinessError } from './business-error.js';
import type { Executor } from './executor.js';
import { KINDS } from './kinds.js';
import type { RetryableExecutor } from './retry/retryable-executor.js';

/** A file and what it exports. */
interface Found<Definition> {
  /** For error messages. */
  readonly file: string;
  readonly definition: Definition;
}

/** What the files of a business define. */
export interface FoundDefinitions {
  readonly executors: readonly Found<Executor>[];
  readonly retryables: readonly Found<RetryableExecutor>[];
}

/** What a file may define, and where it then stands. */
const RETRYABLE = { folder: 'retryables', define: 'retryable' };
type FileKind = Kind | 'retryable';
const FILES: Readonly<Record<FileKind, typeof RETRYABLE>> = { ...KINDS, retryable: RETRYABLE };
const FILE_KINDS: readonly FileKind[] = [...TASK_KINDS, 'retryable'];
const KIND_OF_FOLDER = new Map<string, FileKind>(
  FILE_KINDS.map((kind) => [FILES[kind].folder, kind]),
);
/** `exports/, imports/, batches/, routines/, or retryables/` */
const FOLDERS = new Intl.ListFormat('en', { type: 'disjunction' }).format(
  [...KIND_OF_FOLDER.keys()].map((folder) => `${folder}/`),
);

const MODULE = /\.m?[jt]s$/;
const NOT_AN_EXECUTOR = /\.(d|test|test-d|spec)\.m?[jt]s$/;

/** Throws BusinessError with a line for each thing wrong. */
export async function findExecutors(root: URL): Promise<FoundDefinitions> {
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
  const found = loaded.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  return {
    executors: found.flatMap(({ file, value }) =>
      isRetryable(value) ? [] : [{ file, definition: value }],
    ),
    retryables: found.flatMap(({ file, value }) =>
      isRetryable(value) ? [{ file, definition: value.executor }] : [],
    ),
  };
}

async function filesOf(root: URL): Promise<{ kind: FileKind; urls: URL[] }[]> {
  const entries = await readdir(root, { withFileTypes: true }).catch((cause: unknown) => {
    throw new BusinessError(
      `${fileURLToPath(root)}: cannot be read; \`executors\` must be the folder with ${FOLDERS}`,
      { cause },
    );
  });
  const unknown = entries.filter((entry) =>
    entry.isDirectory() ? !KIND_OF_FOLDER.has(entry.name) : isExecutorFile(entry.name),
  );
  if (unknown.length > 0)
    throw new BusinessError(unknown.map(({ name }) => misplaced(new URL(name, root))).join('\n'));
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return Promise.all(
    [...KIND_OF_FOLDER]
      .filter(([folder]) => folders.includes(folder))
      .map(async ([folder, kind]) => ({
        kind,
        urls: await modulesIn(new URL(`${folder}/`, root)),
      })),
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
  `${fileURLToPath(url)}: executors stand directly in ${FOLDERS}; move it there, or out of the executors folder`;

async function load(
  kind: FileKind,
  url: URL,
): Promise<{ readonly file: string; readonly value: Executor | AnyRetryable }> {
  const file = fileURLToPath(url);
  const module: { default?: unknown } = await import(url.href).catch((cause: unknown) => {
    throw new BusinessError(`${file}: ${messageOf(cause)}`, { cause });
  });
  const value = module.default;
  if (!isExecutor(value) && !isRetryable(value))
    throw new BusinessError(
      `${file}: its default export is not an executor; write \`export default ${FILES[kind].define}(${kind === 'retryable' ? '…' : '{ … }'})\``,
    );
  const found = isRetryable(value) ? 'retryable' : value.kind;
  if (found !== kind)
    throw new BusinessError(
      `${file}: is ${/^[aeiou]/.test(found) ? 'an' : 'a'} ${found}; move it to ${FILES[found].folder}/`,
    );
  return { file, value };
}

type AnyRetryable = { readonly executor: RetryableExecutor };

const isRetryable = (value: unknown): value is AnyRetryable =>
  typeof value === 'function' && 'executor' in value;

const isExecutor = (value: unknown): value is Executor =>
  typeof value === 'object' &&
  value !== null &&
  'kind' in value &&
  'type' in value &&
  'title' in value;

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

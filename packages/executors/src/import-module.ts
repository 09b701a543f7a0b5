/**
 * Imports a module by package name or path. A package is looked for beside the framework first,
 * then from the working directory up; a directory is entered by its package.json.
 */
import { readFile, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { BusinessError } from './business-error.js';

/** Throws BusinessError, with the first error as its cause. */
export async function importModule(nameOrPath: string): Promise<{ default?: unknown }> {
  try {
    return await (isPath(nameOrPath) ? importPath(nameOrPath) : importPackage(nameOrPath));
  } catch (cause) {
    if (cause instanceof BusinessError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BusinessError(`The business "${nameOrPath}" could not be loaded: ${reason}`, {
      cause,
    });
  }
}

const isPath = (text: string): boolean =>
  text.startsWith('.') || text.startsWith('file:') || isAbsolute(text);

async function importPath(text: string): Promise<{ default?: unknown }> {
  const path = text.startsWith('file:') ? fileURLToPath(text) : resolve(text);
  const info = await statOf(path);
  if (info === null) throw new BusinessError(`The business "${text}": there is nothing at ${path}`);
  return import(pathToFileURL(info.isDirectory() ? await entryOf(path) : path).href);
}

const statOf = (path: string) => stat(path).catch(() => null);

async function importPackage(name: string): Promise<{ default?: unknown }> {
  const directory = await installedFrom(process.cwd(), name);
  try {
    return await import(name);
  } catch (error) {
    if (directory === null || !isNotFound(error)) throw error;
    return importPath(directory);
  }
}

const isNotFound = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';

async function installedFrom(directory: string, name: string): Promise<string | null> {
  const candidate = join(directory, 'node_modules', name);
  if ((await statOf(candidate)) !== null) return candidate;
  const parent = dirname(directory);
  return parent === directory ? null : installedFrom(parent, name);
}

/** A target of `exports`: a file, or targets by condition (Node.js, "Conditional exports"). */
type Target = string | null | { readonly [condition: string]: Target };

interface PackageJson {
  readonly main?: string;
  readonly exports?: Target;
}

const CONDITIONS = ['node', 'import', 'default'];

/**
 * The entry of a directory: `exports["."]` or `main` of its package.json, else index.js. Throws
 * BusinessError when that file is missing, as it is before a build.
 */
async function entryOf(directory: string): Promise<string> {
  const text = await readFile(join(directory, 'package.json'), 'utf8').catch(() => '{}');
  const { exports = null, main }: PackageJson = JSON.parse(text);
  const door =
    exports !== null && typeof exports === 'object' ? (exports['.'] ?? exports) : exports;
  const entry = join(directory, fileOf(door) ?? main ?? 'index.js');
  if ((await statOf(entry)) !== null) return entry;
  throw new BusinessError(
    `The business in ${directory} has no ${relative(directory, entry)}: run npm run build in it`,
  );
}

/** The file that Node.js would import; null when no condition fits. */
function fileOf(target: Target): string | null {
  if (target === null || typeof target === 'string') return target;
  const condition = Object.keys(target).find((name) => CONDITIONS.includes(name));
  return condition === undefined ? null : fileOf(target[condition] ?? null);
}

/**
 * Imports a module by package name or path. A package is looked for beside the framework first,
 * then from the working directory up.
 */
import { readFile, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
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
  const info = await stat(path);
  return import(pathToFileURL(info.isDirectory() ? await entryOf(path) : path).href);
}

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
  const found = await stat(candidate).then(
    () => true,
    () => false,
  );
  if (found) return candidate;
  const parent = dirname(directory);
  return parent === directory ? null : installedFrom(parent, name);
}

interface PackageJson {
  readonly main?: string;
  readonly exports?:
    | string
    | { readonly '.'?: string | { readonly import?: string; readonly default?: string } };
}

/** The entry of a directory: `exports["."]` or `main` of its package.json, else index.js. */
async function entryOf(directory: string): Promise<string> {
  const text = await readFile(join(directory, 'package.json'), 'utf8').catch(() => '{}');
  const { exports, main }: PackageJson = JSON.parse(text);
  const door = typeof exports === 'object' ? exports['.'] : exports;
  const entry = typeof door === 'object' ? (door.import ?? door.default) : door;
  return join(directory, entry ?? main ?? 'index.js');
}

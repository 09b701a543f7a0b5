/** Reads a small file that this package wrote itself. */
import { readFile } from 'node:fs/promises';

/**
 * Null when the file is missing, or was cut short by a crash. The type is the one it was written
 * with.
 */
export async function readJson<T>(file: string): Promise<T | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as T;
  } catch {
    return null;
  }
}

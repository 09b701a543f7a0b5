/**
 * A zip archive of an upload: workbooks and their attachments, with the same checks as a workbook's
 * own archive.
 */
import type { BookSource } from '../book-source.js';
import { DEFAULT_LIMITS, type ReadLimits } from '../limits.js';
import { readDirectory } from './central-directory.js';
import { entryBytes } from './entry-bytes.js';

/** A file of an archive, not yet unpacked. */
export interface ZipFile {
  /** With its folders; never absolute, never leading out of the archive. */
  readonly name: string;
  /** Unpacked size as the archive says; `bytes` fails when the size is another. */
  readonly sizeBytes: number;
  /** The unpacked bytes, checked against size and checksum. Throws WorkbookError. */
  bytes(options?: { readonly signal?: AbortSignal }): AsyncGenerator<Uint8Array, void, undefined>;
}

/**
 * Opens a zip archive: its files in the order of the archive's list, without folders. Throws
 * WorkbookError.
 */
export async function openZip(
  source: BookSource,
  limits: Partial<ReadLimits> = {},
): Promise<readonly ZipFile[]> {
  const all = { ...DEFAULT_LIMITS, ...limits };
  const entries = await readDirectory(source, all);
  return entries
    .filter(({ name }) => !name.endsWith('/'))
    .map((entry) => ({
      name: entry.name,
      sizeBytes: entry.size,
      bytes: ({ signal } = {}) =>
        entryBytes(source, entry, { limits: all, maxBytes: all.maxPartBytes, signal }),
    }));
}

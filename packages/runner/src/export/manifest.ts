/**
 * The manifest of an export: what its file is, for programs that take it on. Used by run-export.ts,
 * where the registration asked for one.
 */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Column } from '@longshore/executors';
import { contentTypeOf } from '@longshore/storage';
import { attemptFileKey, type ExportTask, type StoredFile } from '@longshore/tasks';
import type { RunServices } from '../run-services.js';
import type { TakeOver } from './checkpoints.js';

interface HashedBytes {
  readonly bytes: Readable;
  /** 64 hexadecimal digits, once all bytes were read. */
  sha256(): string;
}

/** The same bytes, hashed as they go by. */
export function hashedBytes(body: Readable): HashedBytes {
  const hash = createHash('sha256');
  async function* hashed(): AsyncGenerator<Buffer> {
    for await (const piece of body as Readable & AsyncIterable<Buffer>) {
      hash.update(piece);
      yield piece;
    }
  }
  return {
    bytes: Readable.from(hashed(), { objectMode: false }),
    sha256: () => hash.digest('hex'),
  };
}

interface WrittenExport {
  readonly file: StoredFile;
  readonly sha256: string;
  readonly rows: number;
  readonly columns: readonly Column[];
  /** When the attempt was claimed that began the file, by Redis TIME. */
  readonly beganAtMs: number;
  readonly takeOvers: readonly TakeOver[];
}

export async function storeManifest(
  task: ExportTask,
  written: WrittenExport,
  { store }: Pick<RunServices, 'store'>,
): Promise<StoredFile> {
  const body = Buffer.from(`${JSON.stringify(manifestOf(task, written), null, 2)}\n`);
  const key = attemptFileKey(task, 'manifest.json');
  const name = `${written.file.name}.manifest.json`;
  const { sizeBytes } = await store.put(key, Readable.from([body], { objectMode: false }), {
    contentType: contentTypeOf(name),
  });
  return { key, name, sizeBytes };
}

/**
 * `snapshots`: the rows behind `rowsBefore` show the data as it was at that time or a moment later;
 * an export that was interrupted has several.
 */
const manifestOf = (
  { taskId, type, format, language, timeZone, registeredAt }: ExportTask,
  { file, sha256, rows, columns, beganAtMs, takeOvers }: WrittenExport,
) => ({
  file: { name: file.name, sizeBytes: file.sizeBytes, sha256 },
  rows,
  columns: columns.map(({ key, header, isMasked }) => ({ key, header, isMasked })),
  snapshots: [
    { rowsBefore: 0, at: iso(beganAtMs) },
    ...takeOvers.map((one) => ({ rowsBefore: one.rows, at: iso(one.atMs) })),
  ],
  task: { taskId, type, format, language, timeZone, registeredAt: iso(registeredAt) },
});

const iso = (ms: number): string => new Date(ms).toISOString();

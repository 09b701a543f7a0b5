/**
 * The chunks of an upload that are to be saved: its rows, read and checked, or what its preview
 * kept of them. Used by save-chunks.ts.
 */
import { comparePlaces, type Place } from '@longshore/database';
import { type CheckedRow, checkRow } from '../check-row.js';
import { checkedChunks } from '../checked-chunks.js';
import type { TableRow } from '../import-table.js';
import type { OpenedImport } from '../open-import.js';
import type { ComparedChunk } from '../preview/kept-chunks.js';
import { UploadRows } from '../preview/upload-rows.js';

/** A chunk, by its rows or as it was kept. */
type NextChunk =
  | { readonly checked: readonly CheckedRow[] }
  | {
      readonly compared: ComparedChunk;
      /** Its rows, from the upload. */
      rows(): Promise<readonly CheckedRow[]>;
    };

export interface ChunksToSave extends AsyncIterable<NextChunk> {
  close(): Promise<void>;
}

/** `cursor`: rows up to this one are committed. */
export function chunksToSave(opened: OpenedImport, cursor: Place): ChunksToSave {
  const upload = new UploadRows(opened.table);
  return {
    [Symbol.asyncIterator]: () => chunksBehind(opened, cursor, upload),
    close: () => upload.close(),
  };
}

async function* chunksBehind(
  opened: OpenedImport,
  cursor: Place,
  upload: UploadRows,
): AsyncGenerator<NextChunk> {
  if (opened.chunks === null) {
    for await (const checked of checkedChunks(opened, cursor)) yield { checked };
    return;
  }
  let after = cursor;
  for await (const chunk of opened.chunks()) {
    if (comparePlaces(chunk.end, after) <= 0) continue;
    const begin = after;
    after = chunk.end;
    if ('rows' in chunk) yield { checked: checkRows(chunk.rows, opened) };
    else {
      const rows = async () => checkRows(await upload.between(begin, chunk.end), opened);
      yield { compared: chunk, rows };
    }
  }
}

function checkRows(rows: readonly TableRow[], opened: OpenedImport): CheckedRow[] {
  const { table, executor, measured } = opened;
  const { forms, sameKeys } = measured;
  return rows
    .filter(({ place }) => !sameKeys.isLeft(place))
    .map((row) => checkRow(row, { table, executor, forms, sameKeys }));
}

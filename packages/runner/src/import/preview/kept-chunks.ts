/**
 * The chunks of an upload as its preview left them, so that the import that is confirmed need only
 * save them: of a chunk that the database could compare, the texts that its comparison saves it
 * by; of any other, its rows.
 */
import { type FailedRow, failedRowLines, failedRowsOf, type Place } from '@longshore/database';
import type { CheckedRow } from '../check-row.js';
import type { Table, TableRow } from '../import-table.js';
import { rowsOfText, textOfRows } from './kept-rows.js';
import { packedTexts, packTexts, type TextPacker } from './packed-texts.js';
import type { KeptObject } from './written-object.js';

/** A chunk of a preview. */
interface ChunkToKeep {
  readonly checked: readonly CheckedRow[];
  /** What its comparison kept; null: its rows are kept. */
  readonly kept: readonly string[] | null;
}

/** Takes the chunks in their order. */
export interface ChunkKeeper extends Pick<TextPacker, 'end' | 'close'> {
  add(chunk: ChunkToKeep): Promise<void>;
}

/** A chunk that was kept. */
export type KeptChunk = ComparedChunk | RowsChunk;

/** As its comparison saves it. */
export interface ComparedChunk {
  /** Its last row. */
  readonly end: Place;
  readonly kept: readonly string[];
  /** Rows that `kept` saves, or that need no saving. */
  readonly valid: number;
  readonly failed: readonly FailedRow[];
}

interface RowsChunk {
  readonly end: Place;
  readonly rows: readonly TableRow[];
}

/** The first text. `valid`: null where the rows are kept. */
interface Head {
  readonly end: Place;
  readonly valid: number | null;
}

export function keepChunks(object: KeptObject): ChunkKeeper {
  const { add, end, close } = packTexts(object);
  return {
    add: async ({ checked, kept }) => {
      const last = checked.at(-1)?.source.place;
      if (last === undefined) return;
      const failed = checked.flatMap((row) => (row.valid ? [] : [row.failed]));
      const valid = kept === null ? null : checked.length - failed.length;
      const head = JSON.stringify({ end: last, valid } satisfies Head);
      const rows = () => textOfRows(checked.map(({ source }) => source));
      await add(kept === null ? [head, rows()] : [head, failedRowLines(failed), ...kept]);
    },
    end,
    close,
  };
}

/** The chunks that were kept. Throws as the store. */
export async function* keptChunks(object: KeptObject, table: Table): AsyncGenerator<KeptChunk> {
  for await (const [head = '', rows = '', ...kept] of packedTexts(object)) {
    const { end, valid } = JSON.parse(head) as Head; // written by keepChunks
    yield valid === null
      ? { end, rows: rowsOfText(rows, table) }
      : { end, valid, failed: failedRowsOf(rows), kept };
  }
}

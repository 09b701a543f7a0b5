/**
 * Looks for what shows the encoding of a text file whose start is plain ASCII: the encoding must be
 * known before the first row is read. Used by readCsv.
 */
import { isAscii } from 'node:buffer';
import { type BookSource, openRange } from '../book-source.js';
import { withTurns } from '../event-loop-turns.js';

/**
 * Offset of the first piece from `start` on that holds a byte of 80 or more; null: there is none.
 */
export async function firstBeyondAscii(source: BookSource, start: number): Promise<number | null> {
  let at = start;
  for await (const piece of withTurns(openRange(source, start, source.size))) {
    if (!isAscii(piece)) return at;
    at += piece.length;
  }
  return null;
}

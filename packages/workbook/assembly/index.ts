/**
 * The encoder of sheets: cells become XML and DEFLATE (RFC 1951) in one pass. JavaScript fills the
 * areas, lets the rows be encoded, and takes each block. Used by src/encode/encoder.ts.
 */
import { packedEnd, resetBits, takePacked } from './bits';
import { fillMatchSymbols, writeBlock, writeLastBlock, writeSyncFlush } from './block';
import { resetCells } from './cells';
import { judgeColumns, resetMatcher } from './matcher';
import { PACKED } from './memory';
import { resetTags, waitingLength } from './row-tags';
import { blockStart, endOfBytes, positionOf, resetSequences } from './sequences';

export { beginRows, encodeRows, oddColumn, oddRow, writeOdd, writeRaw } from './cells';
export {
  COLUMN_KINDS,
  COLUMN_MARKUPS,
  COLUMN_PLACES,
  COLUMN_STARTS,
  ENDS,
  MARKUPS,
  MAX_CELLS,
  MAX_COLUMNS,
  MAX_MARKUPS,
  MAX_ROWS,
  NUMBERS,
  PACKED,
  RAW,
  RAW_BYTES,
  ROW_CELLS,
  STARTS,
  TEXT,
  TEXT_UNITS,
  TYPES,
  VALUE_BYTES,
  VALUES,
} from './memory';
export { settle } from './row-tags';
export { isBlockFull } from './sequences';

fillMatchSymbols();

/** Forgets all that was written. */
export function reset(): void {
  resetBits();
  resetSequences();
  resetMatcher();
  resetCells();
  resetTags();
}

/** Address and length of the XML of the open block. */
export function blockAddress(): usize {
  return blockStart();
}

export function blockLength(): u32 {
  return (endOfBytes() - blockStart()) as u32;
}

/** Bytes of XML since the reset, with those that wait. */
export function xmlLength(): u32 {
  return positionOf(endOfBytes()) - 1 + waitingLength();
}

/** Packs the open block into PACKED; returns the length. The bits behind the last byte wait. */
export function packBlock(): u32 {
  takePacked();
  writeBlock();
  judgeColumns();
  return (packedEnd() - PACKED) as u32;
}

/** An empty block behind which the packed bytes can be continued by anybody. */
export function packFlush(): u32 {
  takePacked();
  writeSyncFlush();
  return (packedEnd() - PACKED) as u32;
}

/** The end of the stream. */
export function packEnd(): u32 {
  takePacked();
  writeLastBlock();
  return (packedEnd() - PACKED) as u32;
}

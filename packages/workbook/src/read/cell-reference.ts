/** References of cells, such as `AB12` (ECMA-376 part 1, 18.18.7). Used by the sheet parser. */
import { MAX_COLUMNS } from '../column-letters.js';

const [ZERO, UPPER_A, UPPER_Z] = [48, 65, 90] as const;
/** Clears the bit by which small letters differ. */
const TO_UPPER = 0xdf;

/** What `columnOf` answers for a column beyond XFD, and for a reference that is wrong. */
export const [BEYOND, WRONG] = [-1, -2] as const;

/** Index of the column, of a reference that must be in row `rowNumber`. Letters of either case. */
export function columnOf(bytes: Buffer, start: number, end: number, rowNumber: number): number {
  let at = start;
  let column = 0;
  for (; at < end; at += 1) {
    const letter = (bytes[at] ?? 0) & TO_UPPER;
    if (letter < UPPER_A || letter > UPPER_Z) break;
    column = column * 26 + (letter - UPPER_A + 1);
    if (column > MAX_COLUMNS) return BEYOND;
  }
  let row = 0;
  for (; at < end; at += 1) row = row * 10 + ((bytes[at] ?? 0) - ZERO);
  return column === 0 || row !== rowNumber ? WRONG : column - 1;
}

/** Column names as Excel shows them (ECMA-376 part 1, 18.18.62 ST_Ref), and the size of a sheet. */

/** Excel's limits, which every other program shares. */
export const MAX_ROWS = 1_048_576;
export const MAX_COLUMNS = 16_384;

/** `A` of 0, `Z` of 25, `AA` of 26, `XFD` of 16,383. */
export function columnLetters(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnLetters(Math.floor(index / 26) - 1) + letter;
}

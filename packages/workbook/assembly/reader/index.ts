/**
 * The reader of sheets: XML becomes a list of cells, or of shared strings. JavaScript fills XML,
 * lets it be read, and makes the values. Used by src/read/cell-runs.ts.
 */
export {
  AFTERS,
  COLUMNS,
  ENDS,
  FIRSTS,
  KINDS,
  MAX_FOUND,
  NUMBERS,
  STARTS,
  STYLES,
  TEXT,
  XML,
  XML_BYTES,
} from './memory';
export { inRow, lastColumn, readRows, readTo, setLongestInline } from './rows';
export { readStrings, stringsReadTo } from './strings';

/**
 * The memory of the reader: the XML that JavaScript fills in, the cells and texts that it takes
 * out. Room that is read or written 16 bytes at a time has some bytes more.
 */

/** Cells, starts and ends of rows of a call. */
export const MAX_FOUND: i32 = 16384;
export const XML_BYTES: i32 = 1572864;
/** UTF-8: what was not read yet, and the newest chunk behind it. */
export const XML: usize = memory.data(XML_BYTES + 64, 16);
/** Texts that do not stand in the XML as they are: Latin-1, or UTF-16 at even addresses. */
export const TEXT: usize = memory.data(2 * XML_BYTES + MAX_FOUND + 64, 16);

/** u8: what was found, one of found.ts. */
export const KINDS: usize = memory.data(MAX_FOUND, 16);
/** u8: the first byte of a text in the XML. */
export const FIRSTS: usize = memory.data(MAX_FOUND, 16);
/** i32: the column of a cell; of a row's tags, the column of the last cell before them, or -1. */
export const COLUMNS: usize = memory.data(4 * MAX_FOUND, 16);
/** i32: the style that a cell names, or -1. */
export const STYLES: usize = memory.data(4 * MAX_FOUND, 16);
/** f64: a number, index of a shared string, 0 or 1, or number of a row. */
export const NUMBERS: usize = memory.data(8 * MAX_FOUND, 16);
/** u32: the addresses of the value, in XML or TEXT. */
export const STARTS: usize = memory.data(4 * MAX_FOUND, 16);
export const ENDS: usize = memory.data(4 * MAX_FOUND, 16);
/** u32: the address behind the element. */
export const AFTERS: usize = memory.data(4 * MAX_FOUND, 16);

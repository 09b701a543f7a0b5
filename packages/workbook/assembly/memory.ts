/**
 * The memory of the encoder: what JavaScript fills and reads, and the encoder's own tables. Room
 * that is read or written 16 bytes at a time has some bytes more.
 */

/** Cells of a call. */
export const MAX_CELLS: i32 = 32768;
/** Rows of a call. */
export const MAX_ROWS: i32 = 1024;
/** Columns whose markup is known; what is to the right of them is given as raw XML. */
export const MAX_COLUMNS: i32 = 1024;
/** Kinds of markup before a value. */
export const MAX_MARKUPS: i32 = 256;
/** UTF-16 units of the text of a call. */
export const TEXT_UNITS: i32 = 262144;
/** Bytes of the values of a call. */
export const VALUE_BYTES: i32 = 524288;
/** Bytes of raw XML of a call: a cell of 32,767 characters as `_xHHHH_`, with its markup. */
export const RAW_BYTES: i32 = 262144;

/** u8 a cell: its type. */
export const TYPES: usize = memory.data(MAX_CELLS, 16);
/** f64 a cell: number, 0 or 1, milliseconds of the wall clock, or UTF-16 units of a text. */
export const NUMBERS: usize = memory.data(8 * MAX_CELLS, 16);
/** u32 a row: its cells. */
export const ROW_CELLS: usize = memory.data(4 * MAX_ROWS, 16);
/** Texts of the cells in order, in UTF-16. */
export const TEXT: usize = memory.data(2 * TEXT_UNITS + 64, 16);
/** Values that are bytes, and where each starts and ends (i32; a start of -1 is an empty cell). */
export const VALUES: usize = memory.data(VALUE_BYTES + 64, 16);
export const STARTS: usize = memory.data(4 * MAX_CELLS, 16);
export const ENDS: usize = memory.data(4 * MAX_CELLS, 16);
export const RAW: usize = memory.data(RAW_BYTES + 64, 16);

/** u8 a column: 0 when its cells have types of their own, else what its bytes are. */
export const COLUMN_KINDS: usize = memory.data(MAX_COLUMNS, 16);
/** u16 a column: its value within the values of a row. */
export const COLUMN_PLACES: usize = memory.data(2 * MAX_COLUMNS, 16);
/** 16 bytes a column, the last of them the length: `<c r="AB`. */
export const COLUMN_STARTS: usize = memory.data(16 * MAX_COLUMNS, 16);
/** u8 a column and kind of value, in the order of cells.ts: which markup. */
export const COLUMN_MARKUPS: usize = memory.data(8 * MAX_COLUMNS, 16);
/** 64 bytes a markup, the last of them the length: `" t="str"><v>`. */
export const MARKUPS: usize = memory.data(64 * MAX_MARKUPS, 16);

/** u32 a column: position of its last cell, and of the markup in that cell. */
export const CELL_AT: usize = memory.data(8 * MAX_COLUMNS, 16);
/** u32 a markup: row and position of its last use, from the row's digits on, and their length. */
export const MARKUP_AT: usize = memory.data(16 * MAX_MARKUPS, 16);
/** u32 a column: bytes that were searched for in the block, and those found. */
export const COLUMN_SEARCHED: usize = memory.data(8 * MAX_COLUMNS, 16);
/** u8 a column: 1 when its values are not searched for. */
export const COLUMN_SKIPPED: usize = memory.data(MAX_COLUMNS, 16);
/** 4 u32 a hash of four bytes: positions where they stood last, the newest first. */
export const HASH_BITS: u32 = 12;
export const HASHES: usize = memory.data(65536, 16);

/** The farthest that DEFLATE looks back (RFC 1951, 2). */
export const WINDOW_BYTES: u32 = 32768;
/** A block ends at the first cell behind so many bytes of XML. */
export const BLOCK_BYTES: usize = 262144;
/** What stands before the block, the block, and one cell more. */
export const WINDOW: usize = memory.data(32768 + 262144 + 262144 + 4096, 16);
/** 8 bytes a sequence: u32 literals, u16 length of the match behind them, u16 its distance - 1. */
export const MAX_SEQUENCES: i32 = 65536;
export const SEQUENCES: usize = memory.data(8 * (65536 + 81920), 16);
/** The packed block: no code is longer than 14 bits. */
export const PACKED: usize = memory.data(1048576, 16);

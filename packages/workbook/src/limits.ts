/** Bounds on the memory and the time that a hostile file can cost a reader. */

/** What a reader takes at most; a file beyond one of these is refused with a WorkbookError. */
export interface ReadLimits {
  /** Entries in the archive; a workbook has tens. Default 10,000. */
  readonly maxEntries: number;
  /** Bytes of one part after unpacking. Default 4 GiB: a full sheet of 40 columns. */
  readonly maxPartBytes: number;
  /**
   * Bytes of one of the small parts (list of sheets, relationships, styles), and of the archive's
   * own list. Default 16 MiB.
   */
  readonly maxSmallPartBytes: number;
  /**
   * How many times its packed size a part may unpack to, once it passed 8 MiB. Default 300;
   * workbooks reach 5 to 50, deflate 1,032.
   */
  readonly maxRatio: number;
  /** Nested XML elements. Default 100; workbooks need about 10. */
  readonly maxDepth: number;
  /**
   * Bytes of one cell, of its XML, and of one tag. Default 1 MiB: 32,767 characters in any
   * escaping.
   */
  readonly maxCellBytes: number;
  /**
   * Bytes of one row: of its XML, and of the long shared strings that it refers to. Default 32 MiB:
   * 16,384 cells of 2,000 characters.
   */
  readonly maxRowBytes: number;
  /** Different shared strings. Default 4,000,000. */
  readonly maxStrings: number;
  /** Bytes of all shared strings. Default 512 MiB. */
  readonly maxStringsBytes: number;
  /** Cells of one sheet, including empty cells left of a filled one. Default 1,000,000,000. */
  readonly maxCells: number;
}

/** The limits of readers that are told none. */
export const DEFAULT_LIMITS: ReadLimits = {
  maxEntries: 10_000,
  maxPartBytes: 4 * 1024 ** 3,
  maxSmallPartBytes: 16 * 1024 ** 2,
  maxRatio: 300,
  maxDepth: 100,
  maxCellBytes: 1024 ** 2,
  maxRowBytes: 32 * 1024 ** 2,
  maxStrings: 4_000_000,
  maxStringsBytes: 512 * 1024 ** 2,
  maxCells: 1_000_000_000,
};

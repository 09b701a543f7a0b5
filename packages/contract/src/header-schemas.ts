/** How the header of an upload is read, as a caller says it. Part of the options of an import. */
import * as z from 'zod';

/** The last row of a workbook (ECMA-376 part 1, 18.3.1.73). */
const LAST_ROW = 1_048_576;
const MOST_MAPPED = 1_000;
const LONGEST_HEADER = 1_000;

/** The row of the header, as a spreadsheet numbers it. */
export const HeaderRow = z.int().min(1).max(LAST_ROW);

/**
 * Which column of a file is which: its header, whatever the case, width and blanks, to the property
 * of the type; null: the column is not read.
 */
export const Mapping = z
  .record(z.string().min(1).max(LONGEST_HEADER), z.string().min(1).nullable())
  .refine((mapping) => Object.keys(mapping).length <= MOST_MAPPED, {
    message: `must name at most ${MOST_MAPPED} columns`,
  });
/** Headers of a file to properties of its type, or null. */
export type Mapping = z.infer<typeof Mapping>;

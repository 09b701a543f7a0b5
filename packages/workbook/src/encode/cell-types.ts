/** Numbers that the encoder knows too: see assembly/cells.ts. */

/** Types of cells; an odd one is given as XML when its turn comes. */
export const CELL = { blank: 0, text: 1, number: 2, boolean: 3, date: 4, odd: 5 } as const;

/** What the values of a column are: cells with types of their own, or bytes. */
export const COLUMN = { typed: 0, text: 1, number: 2, boolean: 3 } as const;

/** What `encodeRows` answers. */
export const ANSWER = { done: 0, odd: 1, full: 2 } as const;

/** What becomes of rows of one upload that have the same key. */
export const DUPLICATES = ['refuse', 'first', 'last'] as const;

/** `refuse` all but the first row with a key; save the `first` or the `last` of them only. */
export type Duplicates = (typeof DUPLICATES)[number];

/**
 * Kinds of task, formats of a file, and the polling pace: constants that server and browser share.
 */
export const KINDS = ['export', 'import', 'batch'] as const;
export type Kind = (typeof KINDS)[number];

export const EXPORT_FORMATS = ['xlsx', 'csv'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

/**
 * Bounds of `pollAfterMs`, and how many early answers ask for the quick pace while no ETA is known.
 */
export const POLL = { quickMs: 1_000, slowMs: 10_000, quickAnswers: 3 } as const;

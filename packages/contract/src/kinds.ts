/** Kinds of task, and formats of a file: constants that server and browser share. */

/**
 * Every kind of task. What a kind is to the code stands in one table, `KINDS` of executors.
 */
export const TASK_KINDS = ['export', 'import', 'batch', 'routine'] as const;
/** `export`, `import`, `batch` or `routine`. */
export type Kind = (typeof TASK_KINDS)[number];

/** Formats of one table. */
export const TABLE_FORMATS = ['xlsx', 'csv'] as const;
/** Formats that an export writes; `zip`: an archive of workbooks. */
export const EXPORT_FORMATS = [...TABLE_FORMATS, 'zip'] as const;
/** Ending of an export's file, and its format. */
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

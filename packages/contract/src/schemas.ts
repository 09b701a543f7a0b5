/**
 * Every body that crosses HTTP, once, as a zod schema. Types, OpenAPI and client derive from these.
 * Times are ISO 8601 in UTC, durations milliseconds (`…Ms`), sizes bytes (`…Bytes`).
 */
import { TEXT_ENCODINGS } from '@longshore/workbook/encodings';
import * as z from 'zod';
import { DUPLICATES } from './duplicates.js';
import { HeaderRow, Mapping } from './header-schemas.js';
import { IMPORT_MODES, ImportPolicy } from './import-policies.js';
import { EXPORT_FORMATS, TABLE_FORMATS } from './kinds.js';
import { PREVIEW_DEPTHS } from './preview-schemas.js';
import {
  Counts,
  count,
  fileName,
  kind,
  locale,
  messageValues,
  Progress,
  phase,
  Title,
  taskId,
  time,
  typeName,
} from './schema-parts.js';

/**
 * One thing wrong with one cell of one row, worded in the language of the call. `row` is the number
 * that Excel shows, `column` the header in that language, `values` what the sentence tells.
 */
export const RowIssue = z.object({
  row: z.int().min(1),
  column: z.string().nullable(),
  code: z.string(),
  values: messageValues,
  message: z.string(),
  /** The sheet, of an import that reads several. */
  sheet: z.string().optional(),
  /** The file, of an archive. */
  file: z.string().optional(),
});
export type RowIssue = z.infer<typeof RowIssue>;

/** The rows of a sheet below its header. */
const ONE_SHEET = 1_048_575;

/**
 * Body of registerExportTask. `columns`: keys of the columns that are wanted, in the order wanted;
 * default: all. `rowsPerFile`: of the workbooks of a `zip`; default: as many as a sheet has.
 * `manifest`: a file beside the result tells its rows, the time of its data and its SHA-256.
 */
export const RegisterExportIn = z.strictObject({
  type: typeName,
  params: z.record(z.string(), z.unknown()).default({}),
  format: z.enum(EXPORT_FORMATS).default('xlsx'),
  fileName: fileName.optional(),
  columns: z
    .array(z.string())
    .min(1)
    .refine((keys) => new Set(keys).size === keys.length, 'names a column twice')
    .optional(),
  rowsPerFile: z.int().min(1).max(ONE_SHEET).optional(),
  manifest: z.boolean().optional(),
  ...locale,
});
export type RegisterExportIn = z.input<typeof RegisterExportIn>;

const sheetName = z.string().min(1);

/**
 * Choices of one import. Of a workbook: `sheet`, one sheet by name or by its number from 1, or
 * `sheets`, a name, names, or `all`: every visible sheet with the columns of the type; default: the
 * first of these and all that have the same header.
 * Of a sheet: `headerRow`, as a spreadsheet numbers it, default: found out; `mapping`, which comes
 * before what the headers say by themselves. Without it, what the owner chose for the same header
 * the last time holds; `{}` goes by the headers alone.
 * Of rows with one key: `duplicates`; default: what the type says.
 * Of delimited text: its encoding and delimiter; default: found out.
 * Of numbers written as text: their decimal sign; default: what the file's own numbers prove.
 * Of dates written as text: the order of day, month and year; default: what the other dates of the
 * column prove. The year may always stand first; `ymd` takes no other order.
 * Of the failed rows of delimited text: the format in which they come back; default: xlsx, because
 * a spreadsheet that opens delimited text changes codes such as 007 before anyone has corrected
 * them. A workbook always gets a workbook.
 * `params`: what the type asks for beside the file.
 * `policy`: what becomes of the upload when rows of it fail, of those that the type allows;
 * default: the first of them. `preview`: look first; the task ends as `previewed`, and saves once
 * it is confirmed.
 */
export const UploadOptions = z
  .strictObject({
    sheet: z.union([sheetName, z.int().min(1)]).optional(),
    sheets: z.union([sheetName, z.array(sheetName).min(1)]).optional(),
    headerRow: HeaderRow.optional(),
    mapping: Mapping.optional(),
    duplicates: z.enum(DUPLICATES).optional(),
    encoding: z.enum(TEXT_ENCODINGS).optional(),
    delimiter: z
      .string()
      .regex(
        /^[^"\r\n\0\ud800-\udfff\ufeff]$/,
        'must be one character, not a quote and not a line end',
      )
      .optional(),
    decimal: z.enum(['.', ',']).optional(),
    dateOrder: z.enum(['dmy', 'mdy', 'ymd']).optional(),
    issuesFormat: z.enum(TABLE_FORMATS).optional(),
    preview: z.boolean().optional(),
    params: z.record(z.string(), z.unknown()).optional(),
    policy: ImportPolicy.optional(),
  })
  .refine(({ sheet, sheets }) => sheet === undefined || sheets === undefined, {
    path: ['sheets'],
    message: 'must not stand beside "sheet"',
  });
export type UploadOptions = z.infer<typeof UploadOptions>;

/** The fields of the multipart form of registerImportTask, before `file`. */
export const RegisterImportFields = z.strictObject({
  type: typeName,
  options: UploadOptions.default({}),
  ...locale,
});

const MOST_KEYS = 10_000;

/**
 * Body of registerBatchTask. `batchNo`: only the records of that batch. `only`: records that were
 * processed before and did not succeed are processed again: all of them, or those with these keys.
 */
export const RegisterBatchIn = z.strictObject({
  type: typeName,
  params: z.record(z.string(), z.unknown()).default({}),
  batchNo: z.string().min(1).max(200).optional(),
  only: z
    .union([
      z.literal('failed'),
      z.strictObject({ ids: z.array(z.string().min(1).max(200)).min(1).max(MOST_KEYS) }),
    ])
    .optional(),
  ...locale,
});
export type RegisterBatchIn = z.input<typeof RegisterBatchIn>;

/** Body of a retry: what to read differently, of an import of which no row was settled. */
export const RetryIn = z.strictObject({ options: UploadOptions.optional() });
export type RetryIn = z.infer<typeof RetryIn>;

/** Answer of every registration: `state` false means that a live task holds the slot. */
export const RegisterOut = z.object({
  state: z.boolean(),
  message: z.string(),
  taskId,
  /** With `state: true`. */
  pollAfterMs: count.optional(),
  /** With `state: false`: whether the live task was started with the same params. */
  sameParams: z.boolean().optional(),
});
export type RegisterOut = z.infer<typeof RegisterOut>;

const byTaskId = z.strictObject({ taskId });
const byType = z.strictObject({ kind: kind.default('export'), type: typeName });

/** Body of getTaskStatus: one task by id, or the newest uncleared task of a type. */
export const GetTaskStatusIn = z.union([byTaskId, byType]);
export type GetTaskStatusIn = z.input<typeof GetTaskStatusIn>;
/** Body of clearTaskInfo: one task by id, or the finished task of a type. */
export const ClearTaskIn = z.union([byTaskId, byType]);
export type ClearTaskIn = z.input<typeof ClearTaskIn>;

/** Answer of clearTaskInfo and cancel: whether anything was changed. */
export const StateOut = z.object({ state: z.boolean() });
export type StateOut = z.infer<typeof StateOut>;

/** The polling answer (A8), under 700 bytes. */
export const TaskResultOut = z.object({
  status: z.literal([0, 1, 2]),
  message: z.string().nullable(),
  url: z.string().nullable(),
  state: z.boolean(),
  taskId: taskId.nullable(),
  kind: kind.nullable(),
  type: z.string().nullable(),
  phase: phase.nullable(),
  attempt: count.nullable(),
  progress: Progress.nullable(),
  counts: Counts.nullable(),
  issuesUrl: z.string().nullable(),
  /** How many notices the task has; its ledger record words them. */
  notices: count.nullable(),
  timeZone: z.string().nullable(),
  fileName: z.string().nullable(),
  /** The import that this one undoes; left out where the task undoes none. */
  undoes: taskId.optional(),
  registeredAt: time.nullable(),
  expiresAt: time.nullable(),
  pollAfterMs: count,
});
export type TaskResultOut = z.infer<typeof TaskResultOut>;

/** One registered type, for pages that build forms from it. */
export const TypeInfo = z.object({
  kind,
  type: z.string(),
  title: Title,
  columns: z.array(
    z.object({
      key: z.string(),
      header: z.string(),
      /** What pages call the column; the header when its author gave no other. */
      title: Title,
      required: z.boolean(),
      kind: z.string(),
      /** Of dates: days, which no time zone shifts; else moments. */
      isDay: z.boolean(),
      labels: z.array(z.string()).nullable(),
      /** The labels in each language, in the order of `labels`. */
      labelTitles: z.array(Title).nullable(),
      /** Its values are not for the caller: exports and previews show a sign in their place. */
      isMasked: z.boolean(),
    }),
  ),
  /** JSON Schema 2020-12 of `params`; null for an import that takes none. */
  params: z.record(z.string(), z.unknown()).nullable(),
  /** The largest file that registerImportTask takes, in bytes; null for other kinds. */
  maxUploadBytes: count.nullable(),
  /**
   * What a preview of an import tells: what would be created and changed, or only what is wrong
   * with its rows; null: no preview.
   */
  preview: z.enum(PREVIEW_DEPTHS).nullable(),
  /** Of an import: whether its rows are saved in chunks, or in one transaction; else null. */
  mode: z.enum(IMPORT_MODES).nullable(),
  /** Of an import: what its uploads may choose as `policy`, the default first; else null. */
  policies: z.array(ImportPolicy).nullable(),
  /** Its imports can be undone. */
  undo: z.boolean(),
  /** The caller may start tasks of this type. */
  mayStart: z.boolean(),
});
export type TypeInfo = z.infer<typeof TypeInfo>;

/** Query of the import template; default: Accept-Language, which a link cannot say. */
export const TemplateQuery = z.strictObject({ language: locale.language });

/** Pages are counted from the first row; who wants to see further narrows the params. */
export const DEEPEST_ROW = 10_000;

/** The first rows that an export would hold. */
export const RowsIn = z.strictObject({
  params: z.record(z.string(), z.unknown()).default({}),
  offset: z.int().min(0).max(DEEPEST_ROW).default(0),
  limit: z.int().min(1).max(200).default(20),
  ...locale,
});

/**
 * Rows as cells by column key; `total` null: not known; rows beyond `reachable` cannot be asked
 * for.
 */
export const RowsOut = z.object({
  items: z.array(z.record(z.string(), z.unknown())),
  total: count.nullable(),
  reachable: count,
});

/** Answer of the first issues of an import. */
export const FirstIssuesOut = z.object({ items: z.array(RowIssue) });

/** RFC 9457 problem+json. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  taskId: taskId.optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof Problem>;

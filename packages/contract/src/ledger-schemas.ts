/** Bodies of the ledger: tasks as they are kept after the live entity is gone. */
import * as z from 'zod';
import {
  Counts,
  count,
  kind,
  messageValues,
  Progress,
  phase,
  taskId,
  time,
  typeName,
} from './schema-parts.js';
import { UploadOptions } from './schemas.js';

/** One answer to a question about a file: the options to retry with, and how lines read then. */
export const Choice = z.object({ options: UploadOptions, sample: z.array(z.string()) });
/** One answer to a question about a file. */
export type Choice = z.infer<typeof Choice>;

/**
 * What was found in a file whose header does not fit its type: enough to choose sheet, header row
 * and columns from, and to run the same upload again with them.
 */
export const FileLayout = z.object({
  /** Names of the first sheets of the file, in the order of the tabs. */
  sheets: z.array(z.string()),
  /** The one that was looked at. */
  sheet: z.string(),
  /** The row that was taken for its header; 0: the form of the file names its columns. */
  headerRow: z.int().min(0),
  /** Its first rows that show anything, as texts; long ones are cut and end with `…`. */
  rows: z.array(z.object({ row: z.int().min(0), cells: z.array(z.string()) })),
  /** Texts of these rows to the properties that they probably mean. */
  proposed: z.record(z.string(), z.string()),
});
/** What was found in a file whose header does not fit its type. */
export type FileLayout = z.infer<typeof FileLayout>;

const TaskError = z.object({
  code: z.string(),
  /** A sentence for its owner. */
  message: z.string(),
  /** What failed, in the programs' own words; only operators are told. */
  cause: z.string().optional(),
  /** The line of the business's own source; only operators are told. */
  source: z.string().optional(),
  /** Where it failed in the code; only operators are told. */
  stack: z.string().optional(),
  /** Of a file that can be read in several ways: a retry with one of them goes on. */
  choices: z.array(Choice).optional(),
  /** Of a file whose header does not fit: a retry with `sheet`, `headerRow`, `mapping` goes on. */
  layout: FileLayout.optional(),
});

/** One run of a task by one worker. `outcome` is null while it runs. */
export const Attempt = z.object({
  attempt: z.int().min(1),
  worker: z.string(),
  startedAt: time,
  endedAt: time.nullable(),
  outcome: z
    .enum([
      'previewed',
      'succeeded',
      'partial',
      'failed',
      'cancelled',
      'expired',
      'retrying',
      'handed-back',
      'paused',
      'lost',
    ])
    .nullable(),
  error: TaskError.nullable(),
});
export type Attempt = z.infer<typeof Attempt>;

/** A notice, worded in the language of the call. */
const NoticeOut = z.object({
  code: z.string(),
  values: messageValues,
  message: z.string(),
});

const StoredFile = z.object({ name: z.string(), sizeBytes: count });

/** A task as the ledger keeps it, after the live entity is gone. */
export const LedgerRecord = z.object({
  taskId,
  owner: z.string(),
  kind,
  type: z.string(),
  phase,
  cleared: z.boolean(),
  attempt: count,
  attempts: z.array(Attempt),
  /** Of very long ones the beginning, see `lengths`. */
  params: z.record(z.string(), z.unknown()),
  /** Of lists of which `params` has only the first values, how many values they have. */
  lengths: z.record(z.string(), count),
  /** Of a batch: the batch number that was asked for; null: none. */
  batchNo: z.string().nullable(),
  /** Of a batch: which records of earlier runs were asked for; null: none. */
  only: z.union([z.literal('failed'), z.object({ ids: z.array(z.string()) })]).nullable(),
  format: z.string(),
  progress: Progress,
  counts: Counts,
  /** How the task stands, in words. */
  message: z.string(),
  /** IANA zone in which the task reads and writes moments. */
  timeZone: z.string(),
  /** What the person should know although nothing failed. */
  notices: z.array(NoticeOut),
  error: TaskError.nullable(),
  /** `sha256`: of its bytes, in hexadecimal digits; null where it is not known. */
  upload: StoredFile.extend({ sha256: z.string().nullable() }).nullable(),
  /** Of an import: the one whose failed rows it corrects in the page; null: none. */
  mends: taskId.nullable(),
  /** The import that this one undoes; null: it undoes none. */
  undoes: taskId.nullable(),
  result: StoredFile.nullable(),
  issues: StoredFile.nullable(),
  downloads: count,
  registeredAt: time,
  startedAt: time.nullable(),
  finishedAt: time.nullable(),
  expiresAt: time,
});
export type LedgerRecord = z.infer<typeof LedgerRecord>;

/**
 * The files of a task that there are. `original`: what the person sent; `manifest`: rows, time of
 * the data and SHA-256 of an export's result, as JSON; `summary`:
 * how an import ended, `detail`: what became of each row; `url`: works without a
 * header until the record's `expiresAt`, at least for a minute.
 */
export const TaskFilesOut = z.object({
  items: z.array(
    z.object({
      role: z.enum(['result', 'issues', 'original', 'manifest', 'summary', 'detail']),
      name: z.string(),
      sizeBytes: count,
      url: z.string(),
    }),
  ),
});
export type TaskFilesOut = z.infer<typeof TaskFilesOut>;

const text = z.string().min(1).max(200);

/**
 * Which tasks. `file` is part of the name of the upload, of the result or of the error workbook,
 * `error` part of the error's code, sentence or cause, both whatever the case of Latin letters;
 * `from` and `to`, which is not included, bound the time of registration.
 */
export const TaskFilter = {
  /** Operators only: another owner's tasks, or `*` for everyone's. */
  owner: text.optional(),
  kind: kind.optional(),
  type: typeName.optional(),
  phase: phase.optional(),
  file: text.optional(),
  error: text.optional(),
  from: time.optional(),
  to: time.optional(),
};

/** Query of the ledger list. */
export const TaskListQuery = z.strictObject({
  ...TaskFilter,
  cursor: taskId.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
export type TaskListQuery = z.input<typeof TaskListQuery>;

/**
 * A page of the ledger, newest first; `nextCursor` null: there is nothing further. With filters it
 * may hold fewer items than `limit`, or none, although `nextCursor` leads on: `looked` records were
 * looked at.
 */
export const TaskList = z.object({
  items: z.array(LedgerRecord),
  nextCursor: taskId.nullable(),
  looked: count,
});
export type TaskList = z.infer<typeof TaskList>;

/** Bodies of the operators' desk: bulk acts, a task's story, queues, workers, throughput, files. */
import * as z from 'zod';
import { AuditEntry } from './audit-schemas.js';
import { LedgerRecord, TaskFilter } from './ledger-schemas.js';
import { count, kind, Progress, taskId, time } from './schema-parts.js';

/** Who calls, as the page needs to know it. */
export const Me = z.object({
  owner: z.string(),
  /** The operators' calls are open to the caller. */
  operator: z.boolean(),
  role: z.string().nullable(),
  tenant: z.string().nullable(),
});
export type Me = z.infer<typeof Me>;

const MOST_AT_ONCE = 100;

/**
 * Which tasks: by id, or all that match. Of a filter one call takes at most `limit` tasks, newest
 * first; `cursor` goes on from the `nextCursor` of the answer before.
 */
export const BulkIn = z.union([
  z.strictObject({ ids: z.array(taskId).min(1).max(MOST_AT_ONCE) }),
  z.strictObject({
    filter: z.strictObject(TaskFilter),
    cursor: taskId.optional(),
    limit: z.int().min(1).max(MOST_AT_ONCE).default(MOST_AT_ONCE),
  }),
]);
export type BulkIn = z.input<typeof BulkIn>;

/** What became of each task: `code` and `message` say why nothing was done. */
export const BulkOut = z.object({
  items: z.array(
    z.object({
      taskId,
      done: z.boolean(),
      /** An error code. */
      code: z.string().nullable(),
      message: z.string().nullable(),
    }),
  ),
  /** Null: nothing further matches; always null with `ids`. */
  nextCursor: taskId.nullable(),
  /** Records that were looked at. */
  looked: count,
});
export type BulkOut = z.infer<typeof BulkOut>;

/** Everything known about one task. `acts`: who did what with it, oldest first, at most 500. */
export const TaskStory = z.object({ task: LedgerRecord, acts: z.array(AuditEntry) });
export type TaskStory = z.infer<typeof TaskStory>;

/** One queue. `waiting` counts those too that wait in the lines of their owners. */
export const QueueState = z.object({
  kind,
  waiting: count,
  active: count,
  delayed: count,
  /** How long the oldest task has waited to be begun; null: none waits. */
  oldestWaitingMs: count.nullable(),
});
export type QueueState = z.infer<typeof QueueState>;

/** A run on a worker. `lane`: of a batch, 0 for the lead. */
export const WorkerRun = z.object({
  taskId,
  kind,
  lane: count,
  /** Null from here on: the task's record is gone. */
  type: z.string().nullable(),
  owner: z.string().nullable(),
  attempt: count.nullable(),
  progress: Progress.nullable(),
});

/** A worker process that gave a sign of life within half a minute. */
export const WorkerState = z.object({
  /** `host:pid`. */
  name: z.string(),
  kinds: z.array(kind),
  /** Runs at once. */
  concurrency: count,
  startedAt: time,
  seenAt: time,
  /** It takes jobs; false: a part that it needs is away, or it is closing. */
  takesJobs: z.boolean(),
  runs: z.array(WorkerRun),
});
export type WorkerState = z.infer<typeof WorkerState>;

/** Queues and workers of the whole fleet, now. */
export const Overview = z.object({
  at: time,
  queues: z.array(QueueState),
  workers: z.array(WorkerState),
  /** Where browsers find the board of BullMQ's queues; null: this API has none. */
  board: z.string().nullable(),
});
export type Overview = z.infer<typeof Overview>;

const MOST_HOURS = 14 * 24;
const HOURS = 24;

/** How many hours back, the one that goes on included. */
export const ThroughputQuery = z.strictObject({
  hours: z.coerce.number().int().min(1).max(MOST_HOURS).default(HOURS),
});
export type ThroughputQuery = z.input<typeof ThroughputQuery>;

/** Tasks of one type that ended within an hour. */
export const HourOut = z.object({
  /** Its first moment. */
  hour: time,
  kind,
  type: z.string(),
  succeeded: count,
  partial: count,
  failed: count,
  cancelled: count,
  expired: count,
  /** Rows of these tasks that went out, were saved, processed or refused. */
  rows: count,
  /** Sum of the times of their last attempts. */
  runMs: count,
});

/**
 * Hours in which something ended, oldest first, from `from` on; hours without an end are left out.
 */
export const Throughput = z.object({ from: time, to: time, items: z.array(HourOut) });
export type Throughput = z.infer<typeof Throughput>;

/** Files of tasks by the records of the ledger; the store itself is not listed. */
export const StorageUsed = z.object({
  /** When the records were counted; an answer may be a minute old. */
  countedAt: time,
  records: count,
  files: count,
  bytes: count,
  items: z.array(
    z.object({ kind, file: z.enum(['upload', 'result', 'issues']), files: count, bytes: count }),
  ),
});
export type StorageUsed = z.infer<typeof StorageUsed>;

/** What executors of every kind have. Used by executor.ts and batch-executor.ts. */
import type { Kind } from '@longshore/contract';
import type * as z from 'zod';
import type { Column } from './column.js';
import type { Title } from './title.js';

/** A row's value, by property. */
export type Row = Readonly<Record<string, unknown>>;

/** The task that was given up. */
export interface FailedTask {
  readonly taskId: string;
  readonly owner: string;
  readonly kind: Kind;
  readonly type: string;
  readonly attempt: number;
}

/** Called once per task given up. */
export type OnFailed = (
  task: FailedTask,
  error: { readonly code: string; readonly message: string },
) => void | Promise<void>;

/** What executors of every kind have. */
export interface ExecutorBase {
  readonly type: string;
  readonly title: Title;
  /** The one definition of a row. */
  readonly row: z.ZodObject;
  readonly columns: readonly Column[];
  /** More rows than this fail the task. */
  readonly maxRows: number;
  /** Life of a task of this type; null: the default of the task centre. */
  readonly ttlMs: number | null;
  /** Runs of one task before it is given up; null: the default of the task centre. */
  readonly maxAttempts: number | null;
  /** Tasks of this type that run at once, over all workers; null: no limit. */
  readonly maxRunning: number | null;
  /** How long the database may say nothing while a statement of a run waits. */
  readonly statementTimeoutMs: number;
  readonly onFailed: OnFailed | null;
}

/** What executors of every kind have. Used by the executors of each kind. */
import type { Kind, TaskCaller } from '@longshore/contract';
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

/** What a caller wants with a type: see it, or start tasks of its kind. */
export type Action = 'see' | Kind;

/**
 * Whether a caller may. Who may not `see` a type is answered as if it did not exist. Asked for each
 * call over HTTP, an operator's too, and for the batch that follows an upload; not for tasks that
 * code of the host or the clock starts.
 */
export type Allow = (caller: TaskCaller, action: Action) => boolean | Promise<boolean>;

/** What executors of every kind have. */
export interface ExecutorBase {
  readonly type: string;
  readonly title: Title;
  /** Life of a task of this type; null: the default of the task centre. */
  readonly ttlMs: number | null;
  /** Runs of one task before it is given up; null: the default of the task centre. */
  readonly maxAttempts: number | null;
  /** Tasks of this type that run at once, over all workers; null: no limit. */
  readonly maxRunning: number | null;
  /** How long the database may say nothing while a statement of a run waits. */
  readonly statementTimeoutMs: number;
  readonly onFailed: OnFailed | null;
  /** Null: everyone who is signed in may. */
  readonly allow: Allow | null;
}

/** What executors have whose tasks have rows. */
export interface RowExecutorBase extends ExecutorBase {
  /** The one definition of a row. */
  readonly row: z.ZodObject;
  readonly columns: readonly Column[];
  /** More rows than this fail the task. */
  readonly maxRows: number;
}

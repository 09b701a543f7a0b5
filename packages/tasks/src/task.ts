/** A task as the store hands it out: the shape of the live entity and of the ledger record. */
import type {
  Attempt,
  Counts,
  ExportFormat,
  Kind,
  Language,
  Phase,
  Progress,
} from '@longshore/contract';

/**
 * A file in the object store. The address a browser gets is made anew for each answer and never
 * stored.
 */
export interface StoredFile {
  readonly key: string;
  readonly name: string;
  readonly sizeBytes: number;
}

/**
 * Why a task failed, in words for a person; `values` fill the code's sentence in either language.
 */
export interface TaskError {
  readonly code: string;
  readonly message: string;
  readonly values?: Readonly<Record<string, string | number>>;
}

/** What a registration states. The store adds id, phase, attempt, times. */
export interface NewTask {
  readonly owner: string;
  readonly kind: Kind;
  readonly type: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly format: ExportFormat;
  readonly fileName: string | null;
  readonly language: Language;
  /** Of an import: where its upload was stored. */
  readonly upload: StoredFile | null;
  /** Defaults: the store's. */
  readonly ttlMs?: number;
  readonly maxAttempts?: number;
}

/** Times are milliseconds since 1970 by Redis TIME. */
export interface Task extends Required<NewTask> {
  readonly taskId: string;
  readonly phase: Phase;
  /** The fence: number of the newest claim, 0 before the first. */
  readonly attempt: number;
  readonly progress: Progress;
  readonly counts: Counts;
  readonly result: StoredFile | null;
  readonly issues: StoredFile | null;
  readonly error: TaskError | null;
  readonly registeredAt: number;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly expiresAt: number;
}

/** What a polling answer is made of. */
export type PolledTask = Pick<
  Task,
  | 'taskId'
  | 'owner'
  | 'kind'
  | 'type'
  | 'phase'
  | 'attempt'
  | 'progress'
  | 'counts'
  | 'result'
  | 'issues'
  | 'error'
  | 'registeredAt'
  | 'expiresAt'
>;

/** What the ledger knows beyond the entity. */
export interface TaskRecord extends Task {
  readonly attempts: readonly Attempt[];
  readonly downloads: number;
  /** True once the entity was cleared by its owner. */
  readonly cleared: boolean;
}

/** Identity of one run; every write of a run carries it. */
export interface Run {
  readonly taskId: string;
  readonly attempt: number;
}

/** Why a run must stop: a later attempt took over, or the task is no longer live. */
export type StopReason = 'superseded' | 'cancelled' | 'expired' | 'gone';

/** Rows counted so far, over all attempts. `total` null: not yet known. */
export interface RunProgress {
  readonly total: number | null;
  readonly succeeded: number;
  readonly failed: number;
  readonly rowsPerSecond: number | null;
  readonly etaMs: number | null;
}

/** How a run ended for good. `total` = succeeded + failed + what was never reached. */
export interface RunOutcome {
  readonly phase: 'succeeded' | 'partial' | 'failed';
  readonly counts: {
    readonly total: number | null;
    readonly succeeded: number;
    readonly failed: number;
  } | null;
  readonly result: StoredFile | null;
  readonly issues: StoredFile | null;
  readonly error: TaskError | null;
}

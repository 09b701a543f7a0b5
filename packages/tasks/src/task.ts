/** A task as the store hands it out: the shape of the live entity and of the ledger record. */
import type {
  Attempt,
  Counts,
  ExportFormat,
  Language,
  Notice,
  Phase,
  Progress,
  TaskCaller,
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

/** The file of an export. */
export interface ResultFile extends StoredFile {
  /** What the file is, in words for programs; left out where nobody asked for it. */
  readonly manifest?: StoredFile;
}

/** What a person sent. */
export interface UploadedFile extends StoredFile {
  /** Of its bytes, 64 hexadecimal digits; left out where the sender did not tell them to us. */
  readonly sha256?: string;
}

/**
 * Why a task failed, in words for a person; `values` fill the code's sentence in either language.
 */
export interface TaskError {
  readonly code: string;
  readonly message: string;
  readonly values?: Readonly<Record<string, string | number>>;
  /** For operators: what failed, in the programs' own words, which may name keys and addresses. */
  readonly cause?: string;
  /** For operators: the line of the business's own source, `executors/exports/orders.ts:12:5`. */
  readonly source?: string;
  /** Its maintainers are told by an alarm. */
  readonly isTold?: true;
  /** For operators: where it failed in the code. */
  readonly stack?: string;
}

interface NewTaskBase {
  readonly owner: string;
  /** For whom the task runs. Default: somebody of whom nothing is known but the name. */
  readonly caller?: TaskCaller;
  readonly type: string;
  /** Of the person, for sentences and headers. */
  readonly language: Language;
  /** IANA zone in which the task reads and writes moments. */
  readonly timeZone: string;
  /** Default: the store's. */
  readonly ttlMs?: number;
  /** Default: the store's. */
  readonly maxAttempts?: number;
}

/** Params that are too long for a task, and are stored beside it. */
export interface StoredParams {
  /** Of the JSON of all params. */
  readonly key: string;
  /** Of that JSON: two registrations with equal params have the same. */
  readonly sha256: string;
  /** Of the lists that are longer than `params` shows them, how many values they have. */
  readonly lengths: Readonly<Record<string, number>>;
}

/** What the registration of an export states. */
export interface NewExport extends NewTaskBase {
  readonly kind: 'export';
  /** With `storedParams`, only the beginning of what is long. */
  readonly params: Readonly<Record<string, unknown>>;
  /** Default, or null: `params` are whole. */
  readonly storedParams?: StoredParams | null;
  readonly format: ExportFormat;
  /** Name that the person asked for; null: the type's title and the day. */
  readonly fileName: string | null;
  /** Keys of the columns that the person wants, in that order. Default, or null: all. */
  readonly columns?: readonly string[] | null;
  /** Of the workbooks of an archive. Default, or null: as many as a sheet has. */
  readonly rowsPerFile?: number | null;
  /** A manifest is wanted beside the file. Default: false. */
  readonly manifest?: boolean;
}

/** How an owner chose to read a header. */
export interface HeaderChoice {
  /** Equal for the same header: a digest of its texts. */
  readonly header: string;
  /** Headers to properties; null: the column is not read. */
  readonly mapping: Readonly<Record<string, string | null>>;
}

/** What the registration of an import states. */
export interface NewImport extends NewTaskBase {
  readonly kind: 'import';
  /**
   * As they were at the registration, so that all attempts read the header alike. Default: none.
   */
  readonly headerChoices?: readonly HeaderChoice[];
  /** Language tags of the person, the best first: they tell the encoding of a text file. */
  readonly languages: readonly string[];
  /** Choices of this upload, as the contract has them. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Where the upload was stored; of an undo: the name and size of the upload that it undoes. */
  readonly upload: UploadedFile;
  /**
   * The import whose failed rows it corrects, by the edits in its upload. Default, or null: none.
   */
  readonly mends?: string | null;
  /** The import whose rows are put back as they were; default, or null: rows are saved. */
  readonly undoes?: string | null;
}

/** Which records of a batch's table are processed again by hand. */
export type OnlyRecords = 'failed' | { readonly ids: readonly string[] };

/** What the registration of a batch states. */
export interface NewBatch extends NewTaskBase {
  readonly kind: 'batch';
  readonly params: Readonly<Record<string, unknown>>;
  /** Only records with this batch number; null: all. */
  readonly batchNo: string | null;
  /** Records that were processed before; null: those that were not. */
  readonly only: OnlyRecords | null;
}

/** Which run of its routine a task is. */
export interface RunOfRoutine {
  /** The same for the same tick. */
  readonly runId: string;
  /** Milliseconds since 1970. */
  readonly tick: number;
  /** The one worker that it is for; null: whichever takes it. */
  readonly instance: string | null;
  readonly madeBy: 'clock' | 'hand';
  readonly isCatchUp: boolean;
}

/** What the registration of a routine's run states. */
export interface NewRoutine extends NewTaskBase {
  readonly kind: 'routine';
  readonly run: RunOfRoutine;
}

/** What a registration states. The store adds id, phase, attempt, times. */
export type NewTask = NewExport | NewImport | NewBatch | NewRoutine;

/** How a task stands. Times are milliseconds since 1970 by Redis TIME. */
interface TaskState {
  readonly taskId: string;
  readonly phase: Phase;
  /** The fence: number of the newest claim, 0 before the first. */
  readonly attempt: number;
  /** Attempts before the task was run again; 0 when it never was. */
  readonly formerAttempts: number;
  /** Attempts that count against `maxAttempts`, since the task was registered or run again. */
  readonly spent: number;
  readonly progress: Progress;
  readonly counts: Counts;
  readonly result: ResultFile | null;
  readonly issues: StoredFile | null;
  readonly notices: readonly Notice[];
  readonly error: TaskError | null;
  readonly registeredAt: number;
  readonly startedAt: number | null;
  /** Of the newest attempt. */
  readonly claimedAt: number | null;
  readonly finishedAt: number | null;
  readonly expiresAt: number;
  /** A queued task may not run before this time; null: it may. */
  readonly waitsUntil: number | null;
  /** The import that this one undoes; null: it undoes none. */
  readonly undoes: string | null;
  /** False: the registration named no caller, as those of code and of dropped files. */
  readonly isCallerKnown: boolean;
}

/** An export as the store hands it out. */
export type ExportTask = Required<NewExport> &
  TaskState & {
    /** Where the last attempt stood, as it told by `checkpoint`; null: nowhere. */
    readonly checkpoint: string | null;
  };
/** An import as the store hands it out. */
export type ImportTask = Required<NewImport> &
  TaskState & {
    /** The attempt that previewed it, with these options; null: none did. */
    readonly preview: number | null;
  };
/** A batch as the store hands it out. */
export type BatchTask = Required<NewBatch> & TaskState;
/** A run of a routine as the store hands it out. */
export type RoutineTask = Required<NewRoutine> & TaskState;
/** A task of any kind as the store hands it out: the live entity. */
export type Task = ExportTask | ImportTask | BatchTask | RoutineTask;

/** What a polling answer is made of; of notices the answer says how many there are. */
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
  | 'notices'
  | 'timeZone'
  | 'error'
  | 'registeredAt'
  | 'expiresAt'
  | 'waitsUntil'
  | 'undoes'
>;

/** An attempt as the ledger keeps it. */
export type RecordedAttempt = Omit<Attempt, 'error'> & { readonly error: TaskError | null };

/** A task as the ledger keeps it, with what the ledger knows beyond the entity. */
export type TaskRecord = Task & {
  readonly attempts: readonly RecordedAttempt[];
  readonly downloads: number;
  /** True once the entity was cleared by its owner. */
  readonly cleared: boolean;
};

/** One attempt of a task; every write of the attempt carries both. */
export interface AttemptRef {
  readonly taskId: string;
  readonly attempt: number;
}

/** Why a run must stop: a later attempt took over, or the task is paused or no longer live. */
export type StopReason = 'superseded' | 'cancelled' | 'expired' | 'paused' | 'gone';

/** Rows counted so far, over all attempts. `total` null: not yet known. */
export interface AttemptProgress {
  readonly total: number | null;
  readonly succeeded: number;
  readonly failed: number;
  /** Of a batch. */
  readonly exceptions?: number;
  /** Of a preview, which counts no row as succeeded or failed: rows looked at. */
  readonly looked?: number;
  readonly rowsPerSecond: number | null;
  readonly etaMs: number | null;
}

/**
 * What the counts of a finished task are: those of its last attempt, which began anew, or those of
 * all attempts, each of which went on where the one before ended.
 */
export type CountRule = 'last-attempt' | 'all-attempts';

/** Rows whose outcome the database committed; `total`: rows in all, where it is known. */
export interface CommittedCounts {
  readonly succeeded: number;
  readonly failed: number;
  /** Of a batch. */
  readonly exceptions?: number;
  readonly total?: number | null;
}

/** How an attempt ended for good. `total` = succeeded + failed + what was never reached. */
export interface AttemptOutcome {
  readonly phase: 'previewed' | 'succeeded' | 'partial' | 'failed';
  readonly counts: {
    readonly total: number | null;
    readonly succeeded: number;
    readonly failed: number;
    /** Of a batch. */
    readonly exceptions?: number;
  } | null;
  readonly result: ResultFile | null;
  readonly issues: StoredFile | null;
  readonly notices: readonly Notice[];
  readonly error: TaskError | null;
  /** The attempt's own error, where the error of the task says more than that. */
  readonly cause?: TaskError;
}

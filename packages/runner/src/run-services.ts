/** What an attempt works with; the worker makes these once and passes them in. */
import type { Kind, Part } from '@longshore/contract';
import type { LoadedBusiness } from '@longshore/executors';
import type { ObjectStore } from '@longshore/storage';
import type { Log, TaskQueue, TaskStore } from '@longshore/tasks';

/** Whether the parts that the process stands on are there. */
export interface Parts {
  /** Asks the part, unless the part is known to be away. */
  isAway(part: Part): Promise<boolean>;
  /** The part itself said that it is away. */
  open(part: Part, error: unknown): void;
  /** Whether the part is known to have been away since then, a time of this process's clock. */
  wasAway(part: Part, sinceMs: number): boolean;
}

/** A page of a batch that was committed. */
export interface CommittedPage {
  readonly type: string;
  readonly durationMs: number;
  /** What became of each record; those that wait for another one are not among them. */
  readonly outcomes: readonly ('success' | 'failure' | 'exception')[];
}

/** What an attempt works with. */
export interface RunServices {
  readonly tasks: TaskStore;
  /** The jobs of the helpers of a batch, and of the batch that follows an import. */
  readonly queue: Pick<TaskQueue, 'admit' | 'enqueueHelper' | 'helperState'>;
  readonly store: ObjectStore;
  readonly business: LoadedBusiness;
  readonly parts: Parts;
  /** Name of this worker in the ledger. */
  readonly worker: string;
  /** Counts the pages of batches, for metrics. */
  readonly onBatchPage: (page: CommittedPage) => void;
  /** Hears how each attempt ended, for metrics. */
  readonly onAttemptEnded: (end: AttemptEnd) => void;
  /** Hears of rows while they are worked, for metrics. */
  readonly onRows: (rows: WorkedRows) => void;
  readonly log: Log;
}

/** How an attempt ended: the phase of its task, or why it goes on in another one. */
interface AttemptEnd {
  readonly kind: Kind;
  readonly type: string;
  readonly outcome: string;
}

/** Rows that an attempt worked since it told the last time. */
interface WorkedRows {
  readonly kind: Kind;
  readonly type: string;
  readonly rows: number;
}

/**
 * The life of tasks in Redis, as api, worker and runner use it. Each method is one round trip
 * unless it says otherwise, and throws AppError redis_unavailable when Redis cannot be used.
 */
import type { Kind, Phase } from '@longshore/contract';
import type { AlarmStore, WatchStore } from './alarm-store.js';
import type { AuditLog } from './audit-log.js';
import type { CountCalls } from './call-counts.js';
import type { Fleet } from './fleet.js';
import type { Slot } from './keys.js';
import type { ListQuery, TaskPage } from './list-query.js';
import type { RedisHealth } from './redis-health.js';
import type { SigningKeys } from './signing-keys.js';
import type {
  AttemptOutcome,
  AttemptProgress,
  AttemptRef,
  CommittedCounts,
  CountRule,
  HeaderChoice,
  NewImport,
  NewTask,
  PolledTask,
  StopReason,
  StoredFile,
  Task,
  TaskError,
  TaskRecord,
} from './task.js';
import type { TaskMaintenance } from './task-maintenance.js';

/** The answer to a registration: the new task, or why there is none. */
export type Registration =
  | { readonly registered: true; readonly task: Task; readonly replaced: string | null }
  /** The owner already has a live task of this type. */
  | { readonly registered: false; readonly taskId: string; readonly sameParams: boolean }
  /** This owner sent a registration under the same key before: it made this task. */
  | { readonly registered: false; readonly taskId: string; readonly sameBody: boolean };

/** How a caller marks a registration, so that sending it again makes no second task. */
export interface Idempotency {
  /** Of the owner's own choice; a new one for each wish. */
  readonly key: string;
  /** Tells one body from another: a hash. */
  readonly body: string;
}

/** A registration that was taken under a key. */
export interface EarlierRegistration {
  readonly taskId: string;
  readonly body: string;
}

/** What a registration may have beside its task. */
export interface RegistrationOptions {
  /** Given when an upload was stored under it before the registration (see `newTaskId`). */
  readonly taskId?: string | undefined;
  readonly idempotency?: Idempotency | null | undefined;
}

/** The answer to a claim: the attempt, or why there is none. */
export type Claim =
  /** `remainingMs`: until its deadline, by Redis TIME. */
  | { readonly claimed: true; readonly task: Task; readonly remainingMs: number }
  /** The task waits for a retry, which is due `inMs` later by Redis TIME. */
  | { readonly claimed: false; readonly reason: 'early'; readonly inMs: number }
  /**
   * `exhausted`: this claim settled the task as failed, because its attempts are used up; only then
   * `task` is given. `full`: as many tasks of the owner run as may; the task stands in its line.
   */
  | {
      readonly claimed: false;
      readonly reason: StopReason | 'finished' | 'exhausted' | 'full';
      readonly task: Task | null;
    };

/** The answer to running a task again. */
export type Repeat =
  | { readonly repeated: true; readonly task: Task }
  | { readonly repeated: false; readonly reason: 'not-found' }
  | { readonly repeated: false; readonly reason: 'rows-settled' }
  | { readonly repeated: false; readonly reason: 'not-repeatable'; readonly phase: Phase }
  | { readonly repeated: false; readonly reason: 'slot-taken'; readonly taskId: string };

/** A task whose turn it is. */
export interface Turn {
  readonly kind: Kind;
  readonly taskId: string;
  /** From 1, the best. */
  readonly priority: number;
  /** It is in the queue already, with another priority. */
  readonly isQueued: boolean;
}

/** The answer to a task that asks for a place among the running ones of its type. */
export interface PlaceAnswer {
  readonly isTaken: boolean;
  /** Tasks that wait for a place. */
  readonly waiting: number;
  /** Ids of tasks that waited and now have a place: to be queued. */
  readonly others: readonly string[];
}

/** The life of tasks in Redis, as API, worker and runner use it. */
export interface TaskStore extends TaskMaintenance, RedisHealth {
  /** A registration that came before under the same key is answered first, also after its end. */
  register(task: NewTask, options?: RegistrationOptions): Promise<Registration>;
  /**
   * The task of a registration that came before under this key, else null. A look, not a decision:
   * `register` decides.
   */
  registeredAs(owner: string, key: string): Promise<EarlierRegistration | null>;
  /**
   * A fresh id for this owner: UUID v7 whose last six bits are the owner's bucket, so an id alone
   * finds its keys.
   */
  newTaskId(owner: string): string;
  /**
   * The id of the owner's live task of this type, else null. A look, not a decision: `register`
   * decides.
   */
  holder(slot: Slot): Promise<string | null>;

  /** How the owner chose to read the headers of uploads of this import type, the last one first. */
  headerChoices(owner: string, type: string): Promise<readonly HeaderChoice[]>;
  /** For the next uploads with this header; kept for half a year from the last use. */
  keepHeaderChoice(owner: string, type: string, choice: HeaderChoice): Promise<void>;

  /** The live entity; null when it was never there, cleared, or past its deadline. */
  find(taskId: string): Promise<Task | null>;
  /**
   * The polling read: entity by id or by slot, and how many answers this task got while no ETA was
   * known (this one included).
   */
  poll(by: { taskId: string } | Slot): Promise<{ task: PolledTask; answers: number } | null>;
  /**
   * The ledger record; progress and counts are kept current in it, and a passed deadline is told
   * even before it was settled.
   */
  record(taskId: string): Promise<TaskRecord | null>;
  /**
   * Newest first. With filters a page may hold fewer items than `limit` although `nextCursor` leads
   * on: the work of a call is bounded.
   * Some round trips: ids, then records.
   */
  list(query: ListQuery): Promise<TaskPage>;

  /**
   * Of each of these kinds the task of this owner that is to be queued now, or whose priority in
   * the queue has changed. To be called when a task of the owner was registered, has begun or has
   * ended. One round trip.
   */
  advance(owner: string, kinds: readonly Kind[]): Promise<readonly Turn[]>;
  /** Tasks of a kind that wait for their turn, of all owners. One round trip for each bucket. */
  countLined(kind: Kind): Promise<number>;
  /**
   * A task takes one of the `maxRunning` places of its type, or keeps the place that it has; else
   * it waits for one, in the order of registrations. Places not kept for a minute are free.
   */
  takePlace(
    task: Pick<Task, 'taskId' | 'kind' | 'type' | 'registeredAt'>,
    maxRunning: number,
  ): Promise<PlaceAnswer>;
  /** Gives ids of tasks that waited and now have a place: to be queued. */
  leavePlace(
    task: Pick<Task, 'taskId' | 'kind' | 'type' | 'registeredAt'>,
    maxRunning: number,
  ): Promise<readonly string[]>;
  /** A task without a place leaves its line; the recoverer queues it after `inMs` at the latest. */
  postpone(taskId: string, inMs: number): Promise<void>;

  claim(taskId: string, worker: string): Promise<Claim>;
  /**
   * Writes counts and heartbeat (lease); succeeded + failed never fall. 'go', or why the run must
   * stop.
   */
  progress(run: AttemptRef, progress: AttemptProgress): Promise<'go' | StopReason>;
  /**
   * Keeps where the run stands, in the runner's own words, for the attempt that goes on after it.
   * False: refused, the run had been fenced off. The end of the task removes it.
   */
  checkpoint(run: AttemptRef, at: string): Promise<boolean>;
  /** True when this run's outcome was taken; false: it was refused, the run had been fenced off. */
  settle(run: AttemptRef, outcome: AttemptOutcome, countRule: CountRule): Promise<boolean>;
  /**
   * A fault that a retry can heal: phase retrying, the next attempt is due in `inMs`. When the
   * attempts are used up nothing is changed: the run is to settle as failed with the error that is
   * given back.
   */
  retryLater(
    run: AttemptRef,
    error: TaskError,
    inMs: number,
  ): Promise<'retrying' | StopReason | { readonly exhausted: TaskError }>;
  /**
   * A part that the run needs is away: phase retrying, the next attempt is due in `inMs`, and this
   * one does not count against the limit.
   */
  waitOut(run: AttemptRef, error: TaskError, inMs: number): Promise<'retrying' | StopReason>;
  /** A worker that shuts down hands its run back; the attempt does not count against the limit. */
  handBack(run: AttemptRef): Promise<boolean>;
  /**
   * The run may go on in `inMs` only: phase queued until then, the deadline begins at that time,
   * and the attempt does not count against the limit. False: it was refused.
   */
  wait(run: AttemptRef, inMs: number): Promise<boolean>;
  /**
   * A later attempt overtook this one while Redis was away: its worker was not lost, so it does not
   * count. False when it was not overtaken.
   */
  excuse(run: AttemptRef): Promise<boolean>;
  /**
   * BullMQ gave the job up without calling us: settle it failed, whatever its attempt. False when
   * already final.
   */
  fail(taskId: string, error: TaskError): Promise<boolean>;

  /**
   * Stops a live task; its entity stays, phase cancelled. False when there was nothing live. Nudges
   * workers by pub/sub.
   */
  cancel(taskId: string): Promise<boolean>;
  /**
   * Stops a live task until it is resumed; its slot stays taken, its deadline begins anew. False
   * when there was nothing live. Nudges workers by pub/sub.
   */
  pause(taskId: string): Promise<boolean>;
  /** Queues a paused task again, its deadline begins anew. Null when it is not paused. */
  resume(taskId: string): Promise<Task | null>;
  /** Removes the entity; a live task is cancelled first. False when there was no entity. */
  clear(taskId: string): Promise<boolean>;
  /** Removes only a finished one. */
  clearFinished(slot: Slot): Promise<boolean>;
  /**
   * Runs a failed, cancelled or expired task again, with a new deadline and the next attempt
   * numbers. `options`: all options of an import, taken only while none of its rows was settled.
   */
  repeat(taskId: string, options?: NewImport['options']): Promise<Repeat>;
  /**
   * Lets a preview that is still shown go on to save, with a new deadline and the next attempt
   * numbers. Else `not-repeatable`, with `cancelled` or `expired` for a preview that is shown no
   * more.
   */
  confirm(taskId: string): Promise<Repeat>;

  /**
   * Raises the counts of a final or paused record to what the database committed: a run stopped
   * between commit and progress, or failed rows came back corrected. Without a failed row a partial
   * task has succeeded, and has no error workbook any more. `total`: of the rows, where it is
   * known.
   */
  correctCounts(taskId: string, counts: CommittedCounts): Promise<void>;
  /**
   * Adds the error workbook of a task that ended without one. False when the task was run again
   * since, or has one.
   */
  attachIssues(ended: AttemptRef, issues: StoredFile): Promise<boolean>;
  noteDownload(taskId: string): Promise<void>;
  readonly alarms: AlarmStore;
  readonly watch: WatchStore;
  /** The keys that seal file addresses, shared by every API process. */
  readonly signingKeys: SigningKeys;
  /** Calls of a minute over the whole fleet, for limits. */
  readonly countCalls: CountCalls;
  /** Who did what. */
  readonly audit: AuditLog;
  /** Queues, workers, throughput and files, for operators. */
  readonly fleet: Fleet;
  /** Redis TIME in milliseconds since 1970: the one clock that deadlines are judged by. */
  nowMs(): Promise<number>;
  /** Round trip to Redis; throws AppError redis_unavailable. */
  ping(): Promise<void>;
}

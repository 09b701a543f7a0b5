/**
 * Alarms in Redis, as the watch of the fleet uses them: what is open, what is to be sent, who
 * watches, and how tasks ended. Each method throws AppError redis_unavailable.
 */
import type { AlarmCause, Kind, MessageValues, Severity } from '@longshore/contract';

/**
 * How occurrences are counted: `state` lasts and counts once; `total` is how often it happened
 * until now; `mark` rises with each occurrence. Each is counted once for the fleet, by its source.
 */
export type Counted =
  | { readonly by: 'state' }
  | { readonly by: 'total' | 'mark'; readonly source: string; readonly number: number };

/** A cause that was seen. */
export interface Sighting {
  readonly cause: AlarmCause;
  readonly subject: string;
  readonly severity: Severity;
  readonly details: MessageValues;
  readonly counted: Counted;
}

/** An alarm as it is kept; times are milliseconds since 1970 by Redis TIME. */
export interface StoredAlarm extends Omit<Sighting, 'counted'> {
  readonly id: string;
  readonly openedAt: number;
  readonly lastSeenAt: number;
  /** Null: it is open. */
  readonly resolvedAt: number | null;
  readonly count: number;
}

/** A message that is to be sent by whoever took it. */
export interface TakenMessage {
  readonly entry: string;
  readonly state: 'open' | 'resolved';
  /** Times that it was taken, this one included. */
  readonly tries: number;
  readonly alarm: StoredAlarm;
}

/** What is open, and what is to be sent. */
export interface AlarmStore {
  /**
   * Opens an alarm, whose message then goes to `sinks`, or counts on in the open one. True: it was
   * opened.
   */
  raise(sighting: Sighting, sinks: readonly string[]): Promise<boolean>;
  /** Ends alarms whose cause was not seen for `windowMs`; not those of the causes `except`. */
  resolveQuiet(windowMs: number, except: readonly AlarmCause[]): Promise<number>;
  /** The next message that is due; another process may take it after `leaseMs`. */
  takeMessage(sink: string, leaseMs: number): Promise<TakenMessage | null>;
  /** `againInMs` null: it was sent, or is given up. */
  settleMessage(sink: string, entry: string, againInMs: number | null): Promise<void>;
  /** All that are open, and the newest of all. */
  list(limit: number): Promise<{ readonly open: StoredAlarm[]; readonly recent: StoredAlarm[] }>;
}

/** A process that takes part in the watch. */
export interface Watching {
  /** Of this process alone. */
  readonly id: string;
  /** Name of the worker; null: it takes no jobs. */
  readonly worker: string | null;
}

/** How the tasks of a type ended, in numbers that never fall while Redis keeps its data. */
export interface Outcomes {
  /** Succeeded or partial. */
  readonly done: number;
  /** Failed for a reason that its owner is to mend. */
  readonly refused: number;
  /** Given up for a fault. */
  readonly fault: number;
  readonly expired: number;
  /** The last one that was given up, of some bucket. */
  readonly lastFault: string | null;
}

/** Who watches over the fleet, and what there is to see. */
export interface WatchStore {
  /** A sign of life. `isWatcher`: this process looks for causes until `lockMs` are over. */
  sign(process: Watching, lockMs: number): Promise<{ readonly isWatcher: boolean; nowMs: number }>;
  leave(process: Watching): Promise<void>;
  silentWorkers(
    silentMs: number,
  ): Promise<{ readonly name: string; readonly lastSignAt: number }[]>;
  /** Its silence was told, under this source. */
  forgetWorker(worker: { name: string; lastSignAt: number }, source: string): Promise<void>;
  /** By `<kind>:<type>`. One round trip for each bucket. */
  outcomes(): Promise<ReadonlyMap<string, Outcomes>>;
  /** Keeps the outcomes, and gives those from which the window counts; null: there are none yet. */
  sample(
    outcomes: ReadonlyMap<string, Outcomes>,
    windowMs: number,
  ): Promise<ReadonlyMap<string, Outcomes> | null>;
  /** How long one of these jobs has been seen waiting, in ms; forgets all others. */
  waitingSince(kind: Kind, jobs: readonly string[]): Promise<number>;
}

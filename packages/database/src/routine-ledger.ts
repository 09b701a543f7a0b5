/**
 * Role of the port: the routines of a fleet and their runs. What is written here outlives Redis:
 * which ticks were decided, how each run ended, and the checkpoint from which a run goes on. Times
 * are milliseconds since 1970; those of ticks are by Redis TIME.
 */
import type { Transaction } from './sql.js';

/** What a business declares of a routine. */
export interface DeclaredRoutine {
  readonly type: string;
  readonly cron: string;
  readonly timeZone: string;
}

/** A routine as the fleet keeps it. */
export interface StoredRoutine extends DeclaredRoutine {
  /** The expression that an operator put in the place of the declared one; null: none. */
  readonly cronOverride: string | null;
  readonly isPaused: boolean;
  /** Each tick up to this time has its run, or was decided to have none. */
  readonly decidedUntil: number;
}

/** What an operator changes. `cronOverride` null: the declared expression is in force again. */
export interface RoutineChange {
  readonly cronOverride?: string | null;
  readonly isPaused?: boolean;
}

/** A run that is due. */
export interface DueRun {
  /** The same for the same tick, so that it is added once. */
  readonly runId: string;
  readonly type: string;
  readonly tick: number;
  /** The one worker process that it is for; null: whichever takes it. */
  readonly instance: string | null;
  readonly madeBy: 'clock' | 'hand';
  /** The tick passed while nobody could decide it. */
  readonly isCatchUp: boolean;
}

/** How a run ended; `skipped`: the run before it went on; `missed`: its tick passed undecided. */
export type RunOutcome =
  | 'succeeded'
  | 'failed'
  | 'cancelled'
  | 'expired'
  | 'lost'
  | 'skipped'
  | 'missed';

/** How a run ended, and why, in a few words. */
export interface RunEnding {
  readonly outcome: RunOutcome;
  readonly message: string | null;
}

/** A run as the log keeps it. */
export interface RoutineRun extends DueRun {
  readonly taskId: string | null;
  /** 0: no worker has begun it. */
  readonly attempt: number;
  readonly worker: string | null;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** Null: it has not ended. */
  readonly outcome: RunOutcome | null;
  /** Why it ended so, in a few words. */
  readonly message: string | null;
}

/**
 * One attempt at a run. Of two attempts the one of the later registration is the newer, whatever
 * their numbers: a Redis that lost its data counts anew.
 */
export interface RoutineAttempt {
  readonly runId: string;
  readonly taskId: string;
  readonly registeredAt: number;
  readonly attempt: number;
}

/** The answer to an attempt that begins: where to go on, or how the run ended before. */
export type OpenedRun =
  | { readonly ended: null; readonly state: unknown }
  | { readonly ended: RunOutcome };

/** What the clock and the runs of routines write. */
export interface RoutineLedger {
  /**
   * Makes the declared expression known. Where it is another one than before, the ticks until `now`
   * count as decided, so that no tick of the past becomes due.
   */
  declare(routine: DeclaredRoutine, now: number): Promise<void>;
  /** Every routine that was ever declared. */
  all(): Promise<StoredRoutine[]>;
  /**
   * Ticks until `now` count as decided: what fell in a pause is not made up. False: there is no
   * such routine.
   */
  change(type: string, change: RoutineChange, now: number): Promise<boolean>;
  /**
   * Adds a run of the clock's unless it was added before, the tick was decided, or the routine is
   * paused or has another expression by now. `ending`: it is only noted.
   */
  addTick(run: DueRun, inForce: DeclaredRoutine, ending?: RunEnding): Promise<void>;
  /** Adds a run unless it was added before. */
  addRun(run: DueRun): Promise<void>;
  /** Ticks of this routine up to then are decided. Never goes back. */
  decided(type: string, until: number): Promise<void>;
  /** Runs that have not ended, by tick. */
  open(): Promise<RoutineRun[]>;
  /** The newest runs of a routine, newest first. */
  runsOf(type: string, limit: number): Promise<RoutineRun[]>;
  /**
   * Begins an attempt and fences off the earlier ones. A run that ended other than well is begun
   * again by a newer attempt. Throws FencedError for an attempt that is not the newest.
   */
  begin(attempt: RoutineAttempt, worker: string): Promise<OpenedRun>;
  /**
   * One transaction: refuses a fenced attempt (FencedError), does `work`, keeps `state`, commits.
   */
  checkpoint(
    attempt: RoutineAttempt,
    signal: AbortSignal,
    save: { readonly state: unknown; readonly work?: (tx: Transaction) => Promise<void> },
  ): Promise<void>;
  /**
   * Ends a run that has not ended. `attempt` null: only while no worker has begun it. False: it was
   * ended before, or a newer attempt has it.
   */
  end(
    runId: string,
    attempt: Pick<RoutineAttempt, 'registeredAt' | 'attempt'> | null,
    ending: RunEnding,
  ): Promise<boolean>;
}

/** A routine as the clock, the runner and the API see it; defineRoutine makes it. */
import type { TaskCaller } from '@longshore/contract';
import type { Transaction } from '@longshore/database';
import type { ExecutorBase } from './executor-base.js';
import type { Title } from './title.js';

/** What `run` of a routine works with. */
export interface RoutineContext {
  /** The time that this run is for; of a run by hand, when it was asked for. */
  readonly tick: Date;
  /** The clock, or a person. */
  readonly madeBy: 'clock' | 'hand';
  /** The operator who asked for this run, else the system: role `system`. */
  readonly caller: TaskCaller;
  /** The tick passed while the fleet or a part of it was away. */
  readonly isCatchUp: boolean;
  /** What the last checkpoint of this run saved, also that of a worker that died; null: none. */
  readonly state: unknown;
  /**
   * Saves `state` (JSON) together with what `work` writes through `tx`: both commit, or neither.
   * Throws when a later attempt of this run took over; then let it rise.
   */
  checkpoint(state: unknown, work?: (tx: Transaction) => Promise<void>): Promise<void>;
  /** Aborted when the run must stop. */
  readonly signal: AbortSignal;
}

/** `one`: exactly one worker of the fleet runs a tick; `all`: each worker that lives does. */
export type RunsOn = 'one' | 'all';
/** What becomes of ticks that passed while nobody could decide them. */
export type Misfire = 'skip' | 'once' | 'all';
/** What becomes of a tick while the run before it goes on. */
export type Overlap = 'skip' | 'queue';

/** A routine, as `defineRoutine` returns it. */
export interface RoutineExecutor extends ExecutorBase {
  readonly kind: 'routine';
  readonly description: Title;
  readonly cron: string;
  readonly timeZone: string;
  readonly runsOn: RunsOn;
  readonly misfire: Misfire;
  readonly overlap: Overlap;
  run(context: RoutineContext): Promise<void>;
}

/** A routine, in one call. The file that default-exports it stands in `executors/routines/`. */
import { CronError, createSchedule } from '@longshore/cron';
import * as z from 'zod';
import { BusinessError } from './business-error.js';
import type { Allow, OnFailed } from './executor.js';
import { callback, checkOptions, executorOptions, title } from './options.js';
import type {
  Misfire,
  Overlap,
  RoutineContext,
  RoutineExecutor,
  RunsOn,
} from './routine-executor.js';
import type { GivenTitle } from './title.js';

/** What `defineRoutine` takes. */
export interface RoutineDefinition {
  /** Lower-case letters, digits and `-`; unique among routines. */
  type: string;
  title: GivenTitle;
  /** Five fields, or six with the second first: `30 2 * * *`. */
  cron: string;
  /** IANA zone whose wall clock `cron` means. Default UTC. */
  timeZone?: string;
  /** What it does, for operators. Default: its title. */
  description?: GivenTitle;
  /** Default `one`: exactly one worker of the fleet runs a tick; `all`: each worker. */
  runsOn?: RunsOn;
  /**
   * Ticks that passed more than a minute ago while nobody could decide them: `skip` them (default),
   * run `once` for all of them, or run `all`.
   */
  misfire?: Misfire;
  /** A tick while the run before it goes on: `skip` it (default), or `queue` it behind that run. */
  overlap?: Overlap;
  /** An error that a retry can heal is tried again from the last checkpoint; any other fails. */
  run(context: RoutineContext): Promise<void> | void;
  /** Longest life of a run, in milliseconds, from its tick's registration. */
  ttlMs?: number;
  maxAttempts?: number;
  /** Runs of this routine at once, over all workers. Default: no limit. */
  maxRunning?: number;
  /** The database may say nothing for so long while a checkpoint waits. Default 60,000. */
  statementTimeoutMs?: number;
  onFailed?: OnFailed;
  /** Which operators may see the routine and run it by hand. Default: all. */
  allow?: Allow;
}

const Options = z.strictObject({
  ...executorOptions,
  cron: z.string(),
  timeZone: z.string().default('UTC'),
  description: title.optional(),
  runsOn: z.enum(['one', 'all']).default('one'),
  misfire: z.enum(['skip', 'once', 'all']).default('skip'),
  overlap: z.enum(['skip', 'queue']).default('skip'),
  run: callback,
});

/** Throws BusinessError: an option it does not know, or one that cannot work. */
export function defineRoutine(options: RoutineDefinition): RoutineExecutor {
  const checked = checkOptions('defineRoutine', Options, options);
  checkSchedule(checked);
  return {
    kind: 'routine',
    ...checked,
    description: checked.description ?? checked.title,
    ttlMs: checked.ttlMs ?? null,
    maxAttempts: checked.maxAttempts ?? null,
    maxRunning: checked.maxRunning ?? null,
    onFailed: checked.onFailed ?? null,
    allow: checked.allow ?? null,
    run: async (context) => options.run(context),
  };
}

function checkSchedule({ cron, timeZone }: { cron: string; timeZone: string }): void {
  try {
    createSchedule(cron, timeZone);
  } catch (cause) {
    if (!(cause instanceof CronError)) throw cause;
    throw new BusinessError(`defineRoutine: cron: ${cause.message}`, { cause });
  }
}

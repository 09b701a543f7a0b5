/**
 * The routine that moves the done records of a batch to its archive. Its file stands in
 * `executors/routines/`.
 */
import type { Database } from '@longshore/database';
import type { BatchExecutor } from './batch-executor.js';
import { BusinessError } from './business-error.js';
import { defineRoutine, type RoutineDefinition } from './define-routine.js';
import type { RoutineExecutor } from './routine-executor.js';

/** When and how `archiveRoutine` works; what a routine takes beside `cron` has its defaults. */
export interface ArchiveOptions
  extends Pick<RoutineDefinition, 'cron'>,
    Partial<Omit<RoutineDefinition, 'cron' | 'run' | 'runsOn'>> {
  /** Where the batch's table is. */
  readonly database: Database;
  /** Records that move in one transaction. Default 500. */
  readonly pageRows?: number;
}

const PAGE_ROWS = 500;

/**
 * A routine `archive-TYPE` for a batch whose archive is `when: 'later'`. Each page is moved in a
 * transaction, so a run that is taken over goes on with what is left. Throws BusinessError: the
 * batch has no such archive, or a routine cannot have these options.
 */
export function archiveRoutine(
  { type, title, source }: BatchExecutor,
  { database, pageRows = PAGE_ROWS, ...options }: ArchiveOptions,
): RoutineExecutor {
  if (source.archive?.when !== 'later')
    throw new BusinessError(
      `archiveRoutine: the batch ${type} has no archive with when: "later" to move its records to`,
    );
  return defineRoutine({
    type: `archive-${type}`,
    title: { en: `Archive of ${title.en}`, zh: `${title.zh}归档` },
    ...options,
    run: async ({ signal }) => {
      let after: string | null = null;
      do {
        signal.throwIfAborted();
        ({ after } = await database.archivePage(source, { rows: pageRows, after, signal }));
      } while (after !== null);
    },
  });
}

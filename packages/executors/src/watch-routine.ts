/**
 * The routine that imports files which other systems drop in the object store. Its file stands in
 * `executors/routines/`.
 */
import { LANGUAGES, type Language } from '@longshore/contract';
import { BusinessError } from './business-error.js';
import { defineRoutine, type RoutineDefinition } from './define-routine.js';
import type { ImportExecutor } from './executor.js';
import type { RoutineExecutor } from './routine-executor.js';

/** When and where `watchRoutine` looks; what a routine takes beside has its defaults. */
export interface WatchOptions
  extends Pick<RoutineDefinition, 'cron'>,
    Partial<Omit<RoutineDefinition, 'cron' | 'run' | 'runsOn'>> {
  /** Folder in the store: `inbox/products`. */
  readonly prefix: string;
  /** On whose behalf the imports run. */
  readonly owner: string;
  /** Of the imports; the zone is `timeZone` of the routine. Default `en`. */
  readonly language?: Language;
  /** A file that changed less than so long ago may still be written. Default 10,000. */
  readonly quietMs?: number;
}

const QUIET_MS = 10_000;
/** What the task centre keeps itself. */
const OWN = ['results', 'uploads', 'archive'];
const FOLDER = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/;

/**
 * A routine `watch-TYPE`: each file is imported once, the oldest first, one after the other, and
 * moved to `archive/` as it is. Throws BusinessError: the folder cannot be watched.
 */
export function watchRoutine(
  { type, title }: ImportExecutor,
  { prefix, owner, language = 'en', quietMs = QUIET_MS, ...options }: WatchOptions,
): RoutineExecutor {
  if (!FOLDER.test(prefix) || OWN.includes(prefix.split('/')[0] ?? ''))
    throw new BusinessError(
      `watchRoutine: prefix: ${prefix}: a folder such as inbox/products, and none of ${OWN.join(', ')}`,
    );
  if (!LANGUAGES.includes(language))
    throw new BusinessError(`watchRoutine: language: one of ${LANGUAGES.join(', ')}`);
  const { timeZone = 'UTC' } = options;
  return defineRoutine({
    type: `watch-${type}`,
    title: { en: `Dropped files of ${title.en}`, zh: `${title.zh}投递文件` },
    ...options,
    run: async ({ importDropped }) => {
      await importDropped({ prefix, type, owner, language, timeZone, quietMs });
    },
  });
}

/** The routines of a business, and how they are made known to its fleet. */
import type { DeclaredRoutine, RoutineLedger } from '@longshore/database';
import { BusinessError } from './business-error.js';
import { limitsOf } from './limits-of.js';
import type { LoadedBusiness } from './load-business.js';
import type { RoutineExecutor } from './routine-executor.js';

/** In the order of their files. */
export const routinesOf = ({ executors }: Pick<LoadedBusiness, 'executors'>): RoutineExecutor[] =>
  executors.filter((executor) => executor.kind === 'routine');

/** Where the fleet keeps its routines. Throws BusinessError for a business without a database. */
export function routineLedger({ database }: Pick<LoadedBusiness, 'database'>): RoutineLedger {
  const { routines } = database;
  if (routines) return routines;
  throw new BusinessError(
    'Routines need a database, which keeps what was run and how far it came: give defineBusiness one, such as postgres(url), or remove executors/routines/.',
  );
}

/** What the registration of a run says beside the run. A run for one worker is tried once. */
export const limitsOfRun = (
  { timeZone, ttlMs, maxAttempts }: RoutineExecutor,
  instance: string | null,
) => {
  const attempts = instance === null ? maxAttempts : 1;
  return { timeZone, ...limitsOf({ ttlMs, maxAttempts: attempts }) };
};

/** At each start, after the tables were made. `nowMs`: Redis TIME. */
export async function declareRoutines(
  business: LoadedBusiness,
  nowMs: () => Promise<number>,
): Promise<void> {
  for (const routine of routinesOf(business))
    await routineLedger(business).declare(declaredAs(routine), await nowMs());
}

const declaredAs = ({ type, cron, timeZone }: RoutineExecutor): DeclaredRoutine => ({
  type,
  cron,
  timeZone,
});

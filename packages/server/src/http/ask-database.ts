/** Calls that are answered from the business's database, within the time of a call. */
import { AppError } from '@longshore/contract';
import type { Database, FaultKind } from '@longshore/database';

/** Longest silence of the database before the call is answered 503. */
const SILENCE_MS = 1_500;

/** Faults after which the same call may succeed. */
const PASSING: readonly FaultKind[] = ['away', 'conflict', 'system'];

/** Throws AppError database_unavailable. */
export async function askDatabase<T>(
  database: Database,
  work: (bounded: Database) => Promise<T>,
): Promise<T> {
  try {
    return await work(database.bounded(SILENCE_MS));
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (!PASSING.includes(database.faultOf(error).kind)) throw error;
    throw new AppError('database_unavailable', { cause: error });
  }
}

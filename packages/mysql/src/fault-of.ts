/**
 * What an error of MySQL or MariaDB, or of the way to the server, means. By error number: the same
 * name may have several numbers, and the driver's `fatal` tells nothing of the transaction.
 * Numbers: MySQL Server Error Reference, MariaDB Error Codes. Messages hold no values.
 */
import { type Fault, faultAmongCauses, programFault, systemFault } from '@longshore/database';

const TOO_LONG = 'a text is too long for the database';
const TOO_LARGE = 'a number is too large for the database';
const MISSING = 'a value that the database requires is missing';
const NO_REFERENCE = 'refers to something that does not exist';
const REFERENCED = 'is referred to by something else';
const EXISTS = 'exists already';
const BROKEN_RULE = 'breaks a rule of the database';
const WRONG_TYPE = 'a value is not of the type that the database expects';

const ROW_NUMBERS = new Map<number, string>([
  [1048, MISSING],
  [1062, EXISTS],
  [1169, EXISTS],
  [1216, NO_REFERENCE],
  [1217, REFERENCED],
  [1263, MISSING],
  [1264, TOO_LARGE],
  [1265, WRONG_TYPE],
  [1292, WRONG_TYPE],
  [1364, MISSING],
  [1366, WRONG_TYPE],
  [1367, WRONG_TYPE],
  [1406, TOO_LONG],
  [1411, WRONG_TYPE],
  [1451, REFERENCED],
  [1452, NO_REFERENCE],
  [1586, EXISTS],
  [1690, TOO_LARGE],
  [3140, WRONG_TYPE], // MySQL: invalid JSON text
  [3819, BROKEN_RULE], // MySQL: check constraint
  [4025, BROKEN_RULE], // MariaDB: check constraint
]);

/**
 * Full disk, out of memory, too many connections, shutdown, broken network, lock wait, deadlock,
 * read-only server, interrupted or timed-out statement, killed or idle connection.
 */
const SYSTEM_NUMBERS = new Set(
  [
    [1020, 1021, 1037, 1038, 1040, 1041, 1053, 1105, 1114, 1152, 1158, 1159, 1160, 1161],
    [1184, 1203, 1205, 1206, 1213, 1226, 1290, 1317, 1614, 1836, 1927, 1969, 2006, 2013],
    [3024, 3168, 4031],
  ].flat(),
);

/** Errors of the driver, which have no number of the server. */
const LOST_CONNECTION =
  /closed state|connection lost|server closed the connection|pool is closed|fatal error|connect ETIMEDOUT/i;

/** What an error of the server or of the way to the server means. */
export const faultOf = (error: unknown): Fault => faultAmongCauses(error, recognised);

function recognised(error: Error): Fault | null {
  const number = numberOf(error);
  if (number === null)
    return LOST_CONNECTION.test(error.message) ? systemFault('connection_lost') : null;
  const code = String(number);
  const message = ROW_NUMBERS.get(number);
  if (message !== undefined) return { kind: 'row', code, message };
  return SYSTEM_NUMBERS.has(number) ? systemFault(code) : programFault(code);
}

/** Null for errors that are not the server's. */
function numberOf(error: unknown): number | null {
  if (!(error instanceof Error) || !('sqlState' in error) || !('errno' in error)) return null;
  return typeof error.errno === 'number' ? error.errno : null;
}

const DEADLOCK = 1213;
const RECORD_CHANGED = 1020;
const LOCK_TABLE_FULL = 1206;

/** Errors with which the server undoes the whole transaction, not the statement alone. */
export const endsTransaction = (error: unknown): boolean =>
  [DEADLOCK, RECORD_CHANGED, LOCK_TABLE_FULL].includes(numberOf(error) ?? 0);

/** Whether the whole transaction may simply be run again. */
export const isDeadlock = (error: unknown): boolean => numberOf(error) === DEADLOCK;

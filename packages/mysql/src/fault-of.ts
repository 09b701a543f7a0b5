/**
 * What an error of MySQL or MariaDB, or of the way to the server, means. By error number: the same
 * name may have several numbers, and the driver's `fatal` tells nothing of the transaction.
 * Numbers: MySQL Server Error Reference, MariaDB Error Codes. Faults hold no values.
 */
import type { DatabaseRefusal } from '@longshore/contract';
import {
  awayFault,
  conflictFault,
  type Fault,
  faultAmongCauses,
  programFault,
  rowFault,
  systemFault,
} from '@longshore/database';
import { duplicateColumns } from './duplicate-key.js';
import { refusedColumns } from './refused-columns.js';

const REFUSALS = new Map<number, DatabaseRefusal>([
  [1048, 'value_missing'],
  [1062, 'duplicate'],
  [1169, 'duplicate'],
  [1216, 'reference_missing'],
  [1217, 'rule_broken'], // a parent whose children are still there
  [1263, 'value_missing'],
  [1264, 'number_out_of_range'],
  [1265, 'refused'],
  [1292, 'refused'],
  [1364, 'value_missing'],
  [1366, 'refused'],
  [1367, 'refused'],
  [1406, 'text_too_long'],
  [1411, 'refused'],
  [1451, 'rule_broken'], // a parent whose children are still there
  [1452, 'reference_missing'],
  [1586, 'duplicate'],
  [1690, 'number_out_of_range'],
  [3140, 'refused'], // MySQL: invalid JSON text
  [3819, 'rule_broken'], // MySQL: check constraint
  [4025, 'rule_broken'], // MariaDB: check constraint
]);

const DEADLOCK = 1213;
const RECORD_CHANGED = 1020;
const LOCK_TABLE_FULL = 1206;
const CONFLICT_NUMBERS = new Set([DEADLOCK, RECORD_CHANGED]);

/** One number for values of all types: the message alone tells the type. */
const REFUSED_TYPES: readonly (readonly [RegExp, DatabaseRefusal])[] = [
  [/^Incorrect (?:date|datetime|time|timestamp) value: '[+-]?\d/i, 'date_out_of_range'],
  [/^Incorrect string value: /i, 'bad_character'],
];

/**
 * Too many connections, shutdown, connection killed: the server cannot serve, whatever is asked.
 */
const AWAY_NUMBERS = new Set([1040, 1053, 1203, 1927]);

/**
 * Full disk, out of memory, broken network, lock wait,
 * read-only server, interrupted or timed-out statement, killed or idle connection.
 */
const SYSTEM_NUMBERS = new Set(
  [
    [1021, 1037, 1038, 1041, 1105, 1114, 1152, 1158, 1159, 1160, 1161],
    [1184, 1205, 1206, 1226, 1290, 1317, 1614, 1836, 1969, 2006, 2013],
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
  const refusal = REFUSALS.get(number);
  if (refusal !== undefined)
    return rowFault(code, typed(refusal, error.message), columnsOf(number, error));
  if (AWAY_NUMBERS.has(number)) return awayFault(code);
  if (CONFLICT_NUMBERS.has(number)) return conflictFault(code);
  return SYSTEM_NUMBERS.has(number) ? systemFault(code) : programFault(code);
}

const columnsOf = (number: number, error: Error): readonly string[] =>
  REFUSALS.get(number) === 'duplicate'
    ? duplicateColumns(error)
    : refusedColumns(number, error.message);

/** A bare `refused` as the kind that the message tells. */
function typed(refusal: DatabaseRefusal, message: string): DatabaseRefusal {
  if (refusal !== 'refused') return refusal;
  return REFUSED_TYPES.find(([pattern]) => pattern.test(message))?.[1] ?? refusal;
}

/** Null for errors that are not the server's. */
function numberOf(error: unknown): number | null {
  if (!(error instanceof Error) || !('sqlState' in error) || !('errno' in error)) return null;
  return typeof error.errno === 'number' ? error.errno : null;
}

const LOCK_WAIT_TIMEOUT = 1205;

/** Errors with which the server undoes the whole transaction, not the statement alone. */
export const endsTransaction = (error: unknown): boolean =>
  [DEADLOCK, RECORD_CHANGED, LOCK_TABLE_FULL].includes(numberOf(error) ?? 0);

/** Whether the whole transaction may simply be run again. */
export const isLockConflict = (error: unknown): boolean =>
  [DEADLOCK, LOCK_WAIT_TIMEOUT].includes(numberOf(error) ?? 0);

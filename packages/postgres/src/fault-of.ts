/**
 * What an error of PostgreSQL, or of the way to it, means: this row's data, a fault that a retry
 * can heal, or a program's mistake.
 * Codes: PostgreSQL documentation, Appendix A. Faults hold no values, for faults are shown to
 * users.
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
import { refusedColumns, type ServerError } from './refused-columns.js';

const REFUSALS: Readonly<Record<string, DatabaseRefusal>> = {
  '21000': 'repeated_in_chunk',
  '22001': 'text_too_long',
  '22003': 'number_out_of_range',
  '22008': 'date_out_of_range',
  '22021': 'bad_character',
  '22P05': 'bad_character',
  '23001': 'rule_broken',
  '23502': 'value_missing',
  '23503': 'reference_missing',
  '23505': 'duplicate',
  '23514': 'rule_broken',
  '23P01': 'rule_broken',
};
const ROW_CLASSES = new Set(['22', '23']);

/**
 * Class 25 holds mistakes too; these two mean a server that became a standby, and a worker that was
 * frozen.
 */
const SYSTEM_CODES = new Set(['25006', '25P03', '55006', '55P03']);
/**
 * The server goes, comes up, or has no connection left: admin_shutdown, crash_shutdown,
 * cannot_connect_now, too_many_connections.
 */
const AWAY_CODES = new Set(['53300', '57P01', '57P02', '57P03']);
/** serialization_failure, deadlock_detected. */
const CONFLICT_CODES = new Set(['40001', '40P01']);
const SYSTEM_CLASSES = new Set(['08', '40', '53', '57', '58']);

/** pg gives these no code. */
const LOST_CONNECTION =
  /connection terminated|timeout exceeded when trying to connect|connection error and is not queryable|client was closed/i;

/** What an error of PostgreSQL, or of what it caused, means. */
export const faultOf = (error: unknown): Fault => faultAmongCauses(error, recognised);

function recognised(error: Error): Fault | null {
  if (isServerError(error)) return serverFault(error);
  return LOST_CONNECTION.test(error.message) ? systemFault('connection_lost') : null;
}

const isServerError = (error: Error): error is ServerError =>
  'code' in error && typeof error.code === 'string' && 'severity' in error;

function serverFault(error: ServerError): Fault {
  const { code } = error;
  const group = code.slice(0, 2);
  if (REFUSALS[code] !== undefined || ROW_CLASSES.has(group)) return refusalOf(error);
  if (AWAY_CODES.has(code)) return awayFault(code);
  if (CONFLICT_CODES.has(code)) return conflictFault(code);
  return SYSTEM_CODES.has(code) || SYSTEM_CLASSES.has(group)
    ? systemFault(code)
    : programFault(code);
}

/**
 * The same code tells a missing parent, and a parent whose children are still there. Read behind
 * the last bracket, since the text before is a value.
 */
const STILL_REFERENCED = /\) is still referenced from [^()]*$/;

function refusalOf(error: ServerError): Fault {
  const { code, detail = '' } = error;
  if (code === '23503' && STILL_REFERENCED.test(detail)) return rowFault(code, 'rule_broken');
  return rowFault(code, REFUSALS[code] ?? 'refused', refusedColumns(error));
}

/**
 * What an error of PostgreSQL, or of the way to it, means: this row's data, a fault that a retry
 * can heal, or a program's mistake.
 * Codes: PostgreSQL documentation, Appendix A. Messages hold no values, for they are shown to
 * users.
 */
import { type Fault, faultAmongCauses, programFault, systemFault } from '@longshore/database';

const ROW_CODES: Readonly<Record<string, string>> = {
  '21000': 'stands more than once among the rows saved together',
  '22001': 'a text is too long for the database',
  '22003': 'a number is too large for the database',
  '22008': 'a date is out of range for the database',
  '22021': 'a text has a character that the database cannot store',
  '23502': 'a value that the database requires is missing',
  '23503': 'refers to something that does not exist',
  '23505': 'exists already',
  '23514': 'breaks a rule of the database',
};
const ROW_CLASSES = new Set(['22', '23']);

/**
 * Class 25 holds mistakes too; these two mean a server that became a standby, and a worker that was
 * frozen.
 */
const SYSTEM_CODES = new Set(['25006', '25P03', '55006', '55P03']);
const SYSTEM_CLASSES = new Set(['08', '40', '53', '57', '58']);

/** pg gives these no code. */
const LOST_CONNECTION =
  /connection terminated|timeout exceeded when trying to connect|connection error and is not queryable|client was closed/i;

/** What an error of PostgreSQL, or of what it caused, means. */
export const faultOf = (error: unknown): Fault => faultAmongCauses(error, recognised);

function recognised(error: Error): Fault | null {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  if (code !== null && 'severity' in error) return serverFault(code);
  return LOST_CONNECTION.test(error.message) ? systemFault('connection_lost') : null;
}

function serverFault(code: string): Fault {
  const group = code.slice(0, 2);
  if (ROW_CODES[code] !== undefined || ROW_CLASSES.has(group)) {
    return {
      kind: 'row',
      code,
      message: ROW_CODES[code] ?? `was refused by the database (${code})`,
    };
  }
  return SYSTEM_CODES.has(code) || SYSTEM_CLASSES.has(group)
    ? systemFault(code)
    : programFault(code);
}

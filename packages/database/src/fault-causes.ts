/** What all adapters know of errors: their causes, and the faults of the network. */
import { type DatabaseRefusal, refusalSentence } from '@longshore/contract';
import type { Fault, RowFault } from './lifecycle.js';

const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** A value that an adapter refuses before the server sees it: the server would change it. */
export class RefusedValueError extends Error {
  override readonly name = 'RefusedValueError';
  readonly refusal: DatabaseRefusal;
  readonly column: string;

  constructor(refusal: DatabaseRefusal, column: string) {
    super(refusalSentence(refusal, 'en', { columns: column }));
    this.refusal = refusal;
    this.column = column;
  }
}

/**
 * The fault of an error or of what caused the error, since a business may wrap what it catches.
 * `recognised` tells the errors of one driver; faults of the network are known here.
 */
export function faultAmongCauses(
  error: unknown,
  recognised: (error: Error) => Fault | null,
): Fault {
  const known = causesOf(error)
    .map((cause) => refusedValue(cause) ?? networkFault(cause) ?? recognised(cause))
    .find((fault) => fault !== null);
  return known ?? { kind: 'program', code: 'unknown', message: 'the program failed' };
}

function causesOf(error: unknown): Error[] {
  const causes: Error[] = [];
  for (let cause = error; cause instanceof Error && !causes.includes(cause); cause = cause.cause)
    causes.push(cause);
  return causes;
}

const refusedValue = (error: Error): RowFault | null =>
  error instanceof RefusedValueError
    ? rowFault(error.refusal, error.refusal, [error.column])
    : null;

function networkFault(error: Error): Fault | null {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  return code !== null && NETWORK_CODES.has(code) ? systemFault(code) : null;
}

/** A refusal of one row's data; `code` is the server's, `columns` names what the server tells. */
export function rowFault(
  code: string,
  refusal: DatabaseRefusal,
  columns: readonly string[] = [],
): RowFault {
  const values = columns.length === 0 ? {} : { columns: columns.join(', ') };
  return { kind: 'row', code, refusal, values, message: refusalSentence(refusal, 'en', values) };
}

/** A fault that a retry can heal. */
export const systemFault = (code: string): Fault => ({
  kind: 'system',
  code,
  message: 'the database could not do it now',
});

/** The server undid the transaction in favour of another one. */
export const conflictFault = (code: string): Fault => ({
  kind: 'conflict',
  code,
  message: 'the database undid the transaction in favour of another one',
});

/** The server itself says that it cannot serve now: no run is to blame. */
export const awayFault = (code: string): Fault => ({
  kind: 'away',
  code,
  message: 'the database cannot serve now',
});

/** A mistake in the business's statements; `code` is the server's. */
export const programFault = (code: string): Fault => ({
  kind: 'program',
  code,
  message: `the program for this type failed in the database (${code})`,
});

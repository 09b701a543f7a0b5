/** What the errors of the S3 client mean; used by every part of the S3 store. */
import type { AppError } from '@longshore/contract';
import { codeOf, isFull, storeUnavailable } from './store-errors.js';

/**
 * The store answered with a status that says "later"; minio's own error for these keeps no code.
 */
export class S3StatusError extends Error {
  constructor(status: number, body: string) {
    const code = /<Code>([^<]*)<\/Code>/.exec(body)?.[1];
    super(`the store answered ${status}${code === undefined ? '' : ` ${code}`}`);
    this.name = 'S3StatusError';
  }
}

/** No byte came or went for `silenceMs`. */
export class S3SilenceError extends Error {
  constructor(silenceMs: number) {
    super(`the store was silent for ${silenceMs} ms`);
    this.name = 'S3SilenceError';
  }
}

/** Answers to HEAD have no body, so minio gives them general codes. */
const MISSING = new Set(['NoSuchKey', 'NotFound']);
/**
 * Codes that say "later"; an answer with any other one is a clear no, for servers make up codes of
 * their own.
 */
const LATER = new Set([
  ...['InternalError', 'OperationAborted', 'RequestTimeout', 'ServiceUnavailable', 'SlowDown'],
]);

/** minio's names for an answer that it read and took for a no, or could not make sense of. */
const ANSWERS = new Set(['S3Error', 'InvalidXMLError']);

export const isMissing = (error: unknown): boolean => MISSING.has(codeOf(error));

/** Silence, a lost connection, a status of 5xx: whatever is not a clear no. */
export const canHeal = (error: unknown): boolean =>
  !isAnswer(error) || LATER.has(codeOf(error)) || isFull(error);

const isAnswer = (error: unknown): boolean => error instanceof Error && ANSWERS.has(error.name);

/** As `canHeal`, and worth a try within seconds. */
export const canHealAtOnce = (error: unknown): boolean => canHeal(error) && !isFull(error);

export const s3Unavailable = (doing: string, cause: unknown): AppError =>
  storeUnavailable(doing, cause, canHeal(cause));

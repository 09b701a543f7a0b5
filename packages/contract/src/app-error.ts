/**
 * The one error class that all rooms throw or extend; its code decides HTTP status, retry and
 * sentence.
 */
import { ERROR_CODES, type ErrorCode } from './error-codes.js';
import type { Language } from './languages.js';
import { fill, type MessageValues } from './messages.js';
import { worded } from './worded.js';

/** What an AppError carries beside its code. */
export interface AppErrorOptions {
  /** Fills `{name}` in the code's sentence. */
  readonly values?: MessageValues;
  /** For developers and logs: what was being done, to which id. Default: the English sentence. */
  readonly message?: string;
  readonly cause?: unknown;
  /** Default: what the code says. */
  readonly retryable?: boolean;
  /** Places in the caller's input. */
  readonly errors?: readonly { path: string; message: string }[];
}

/**
 * An error that callers and owners are told: a code of the contract, the values of its sentence,
 * whether a later try can heal it. The first error stays as `cause`.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly values: MessageValues;
  readonly retryable: boolean;
  readonly errors: readonly { path: string; message: string }[] | undefined;

  constructor(code: ErrorCode, options: AppErrorOptions = {}) {
    const values = options.values ?? {};
    super(
      options.message ?? fill(ERROR_CODES[code].en, values),
      options.cause === undefined ? {} : { cause: options.cause },
    );
    this.name = 'AppError';
    this.code = code;
    this.values = values;
    this.retryable = options.retryable ?? 'retryable' in ERROR_CODES[code];
    this.errors = options.errors;
  }

  get status(): number {
    return ERROR_CODES[this.code].status;
  }

  /** The sentence for a person. */
  sentence(language: Language): string {
    return errorSentence(this.code, this.values, language);
  }
}

/** The sentence of a code in a language, filled with values. */
export const errorSentence = (code: ErrorCode, values: MessageValues, language: Language): string =>
  fill(worded(ERROR_CODES[code], language, `errors.${code}`), values, language);

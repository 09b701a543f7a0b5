/** A ClientError as the button and the hooks keep it. */
import type { Failure } from './button-state.js';
import { ClientError } from './client-error.js';

/** Throws what is no ClientError: a fault of the program is not shown as bad luck. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof ClientError)) throw error;
  return { code: error.code, message: error.message, errors: error.errors };
}

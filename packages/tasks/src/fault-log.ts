/**
 * Logs a fault that repeats once, until it has healed: what is tried again each second would flood
 * the log. Used by the job consumer, the sweepers and the runner.
 */
import type { Log } from './log.js';

/** One line when something begins to fail, and one when it works again. */
export interface FaultLog {
  /** Logged as a warning, unless this one has failed before and not healed. */
  failed(error: unknown, message: string, fields?: object): void;
  /** Logged when it had failed before. */
  healed(message: string, fields?: object): void;
}

/** Makes the log of one thing that may fail again and again. */
export function createFaultLog(log: Log): FaultLog {
  let hasFailed = false;
  return {
    failed: (error, message, fields = {}) => {
      if (!hasFailed) log.warn({ ...fields, err: error }, message);
      hasFailed = true;
    },
    healed: (message, fields = {}) => {
      if (hasFailed) log.info(fields, message);
      hasFailed = false;
    },
  };
}

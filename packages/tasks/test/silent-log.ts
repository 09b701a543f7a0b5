/** A log that keeps quiet. */
import type { Log } from '../src/log.js';

export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };

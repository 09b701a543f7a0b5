/**
 * The way of one run. The worker calls `runTask`; sweepers call `closeRun` and use the key
 * prefixes.
 */
export { closeRun, removeAttempts } from './close-run.js';
export type { Log, RunnerDeps } from './deps.js';
export { giveUp } from './give-up.js';
export { uploadPrefix } from './object-keys.js';
export { type RunRequest, runTask } from './run-task.js';

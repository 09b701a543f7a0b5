/** The way of one run. The worker calls `runTask`; sweepers call `closeRun` and use the key prefixes. */
export type { Log, RunnerDeps } from './deps.js';
export { giveUp } from './give-up.js';
export { resultsPrefix, uploadPrefix } from './object-keys.js';
export { closeRun, type JobVerdict, type RunRequest, runTask } from './run-task.js';

/** The way of one attempt, and what a worker does beside its runs. */
export { type HelperRequest, runHelper } from './batch/run-helper.js';
export { runKind } from './kinds.js';
export { onGivenUp } from './on-given-up.js';
export type { ProgressReporter } from './progress-reporter.js';
export { startRetries } from './retry/start-retries.js';
export { startClock } from './routine/start-clock.js';
export { type AttemptRequest, runAttempt } from './run-attempt.js';
export type { CommittedPage, Parts, RunServices } from './run-services.js';
export { type SweepersOptions, startSweepers } from './sweepers/start-sweepers.js';

/** What API and worker share as processes. */
export {
  EnvironmentError,
  parseEnvironment,
  type SharedConfig,
  sharedEnvironment,
} from './environment.js';
export { openParts, type Parts, prepareBusiness } from './open-parts.js';
export { processMetrics } from './process-metrics.js';
export { runApp } from './run-app.js';

/** What API and worker share as processes: services, environment, metrics, an orderly end. */
export { askPart } from './ask-part.js';
export {
  parseEnvironment,
  type SharedConfig,
  serviceOptions,
  sharedEnvironment,
} from './environment.js';
export { EnvironmentError } from './environment-error.js';
export {
  openServices,
  type ServiceOptions,
  type Services,
  TASK_DEFAULTS,
} from './open-services.js';
export { alarmMessages, processMetrics } from './process-metrics.js';
export { runApp } from './run-app.js';
export { readSecretFiles } from './secret-files.js';

/** The door: a worker in a process of its own, or in one that already exists. */
export type { AlarmOptions, AlarmRoute, AlarmSink } from '@longshore/alarms';
export {
  type Readiness,
  startTaskWorker,
  type TaskWorker,
  type TaskWorkerOptions,
} from './start-task-worker.js';

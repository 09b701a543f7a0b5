/** The door: a worker in a process of its own, or in one that already exists. */
export {
  type Readiness,
  startTaskWorker,
  type TaskWorker,
  type TaskWorkerOptions,
} from './start-task-worker.js';

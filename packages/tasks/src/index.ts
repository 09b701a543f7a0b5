/** The door: a task's life in Redis, its queue, its worker, its sweepers. */
export { connectRedis, type RedisClient, type RedisRole } from './connect-redis.js';
export { createTaskStore } from './create-task-store.js';
export { startJanitor } from './janitor.js';
export type { Slot } from './keys.js';
export type { Log } from './log.js';
export { startRecoverer } from './recoverer.js';
export { RunStop, type RunStopReason } from './run-stop.js';
export type { TaskStoreOptions } from './store-context.js';
export type { Sweeper } from './sweeper.js';
export type * from './task.js';
export { createTaskQueue, type JobCounts, type TaskQueue } from './task-queue.js';
export type * from './task-store.js';
export {
  type RunVerdict,
  startTaskWorker,
  type TaskRun,
  type TaskWorker,
  type TaskWorkerOptions,
} from './task-worker.js';

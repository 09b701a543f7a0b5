/** The door: a task's life in Redis, its queue, its worker, its sweepers. */
export { connectRedis, type RedisClient, type RedisRole } from './connect-redis.js';
export { createTaskStore } from './create-task-store.js';
export { RunStop, type RunStopReason } from './run-stop.js';
export type { TaskStoreOptions } from './store-context.js';
export type * from './task.js';
export type * from './task-store.js';

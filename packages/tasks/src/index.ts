/** The door: a task's life in Redis, its queue, its worker, its sweepers. */

export type * from './alarm-store.js';
export { AttemptStop, type AttemptStopReason } from './attempt-stop.js';
export type {
  AuditLimits,
  AuditLog,
  AuditPage,
  AuditSearch,
  NewAuditEntry,
  RecordedAct,
} from './audit-log.js';
export { connectRedis, type RedisClient, type RedisRole } from './connect-redis.js';
export { createTaskStore } from './create-task-store.js';
export { type SettingAside, setAsideUnlessAway } from './each-entry.js';
export type { EndedHour } from './ended-hours.js';
export { createFaultLog, type FaultLog } from './fault-log.js';
export {
  attemptFileKey,
  attemptPrefix,
  endedPrefix,
  FILE_ROOTS,
  paramsKey,
  previewKeys,
  taskOf,
  uploadKey,
  uploadPrefix,
} from './file-keys.js';
export type { FilesUsed, Fleet, KnownWorker, WorkerNews } from './fleet.js';
export { type ImportLogRole, importLog } from './import-log.js';
export { startJanitor } from './janitor.js';
export { type JobConsumer, startJobConsumer } from './job-consumer.js';
export type { Slot } from './keys.js';
export type { ListQuery, TaskPage } from './list-query.js';
export type { Log } from './log.js';
export { bodyHash, canonicalJson } from './params-hash.js';
export { startRecoverer } from './recoverer.js';
export { redisHosts } from './redis-url.js';
export { isSystemOwner, routineOwner, routineTask } from './routine-task.js';
export type { KeyLives, SigningKey } from './signing-keys.js';
export type { TaskStoreOptions } from './store-context.js';
export { type Sweeper, type SweeperOptions, startSweeper } from './sweeper.js';
export type * from './task.js';
export type { JobConsumerOptions, JobVerdict, TaskAttempt } from './task-attempt.js';
export { taskErrorSentence } from './task-error-sentence.js';
export { idMadeAtMs } from './task-id.js';
export { createTaskQueue, type JobCounts, type TaskQueue } from './task-queue.js';
export type * from './task-store.js';

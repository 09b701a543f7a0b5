/** The local stack: what demo, start and tests stand on. */
export { type AppOptions, type AppProcess, type LogLine, startApp } from './app-process.js';
export { downloadTo } from './download-to.js';
export { findCommand } from './find-command.js';
export { freePort } from './free-port.js';
export { type RunningMariadb, startMariadb } from './mariadb.js';
export {
  findPgbouncer,
  type PoolMode,
  type RunningPgbouncer,
  startPgbouncer,
} from './pgbouncer.js';
export { type RunningPostgres, startPostgres } from './postgres.js';
export { type RunningRedis, startRedis } from './redis.js';
export { type RunningRedisCluster, startRedisCluster } from './redis-cluster.js';
export { type RunningSentinel, startRedisSentinel } from './redis-sentinel.js';
export { findMinio, type RunningS3, startMinio } from './s3-minio.js';
export { startS3TestServer } from './s3-test-server.js';
export { type Place, type ServerProcess, startProcess } from './server-process.js';
export { shiftedClock } from './shifted-clock.js';
export { StackError } from './stack-error.js';
export { claimState, type StateDirectory } from './state-directory.js';
export { waitUntil } from './wait-until.js';

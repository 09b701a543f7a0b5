/** The local stack: what demo, start and tests stand on. */
export { freePort } from './free-port.js';
export { type PostgresServer, startPostgres } from './postgres.js';
export { type RedisServer, startRedis } from './redis.js';
export { type RedisCluster, startRedisCluster } from './redis-cluster.js';
export { type Place, type ServerProcess, startProcess } from './server-process.js';
export { StackError } from './stack-error.js';
export { claimState, type StateDirectory } from './state-directory.js';
export { waitUntil } from './wait-until.js';

/**
 * The master of a Redis Cluster that holds the queue dies, or hangs, and its replica takes over.
 */
import { startRedisCluster } from '@longshore/infra';
import { playFailovers } from '../failovers.js';
import type { Fault } from '../fault.js';

export default {
  does: 'The master that holds the queue of a Redis Cluster dies (SIGKILL) or hangs (SIGSTOP) amid exports.',
  promises: 'Its replica takes over, no run is lost, and each export succeeds once.',
  run: (stage) =>
    playFailovers(stage, async (dir) => {
      const cluster = await startRedisCluster({ dir, hasReplicas: true });
      return {
        url: `redis+cluster://${cluster.nodes.map(({ host, port }) => `${host}:${port}`).join()}`,
        stop: cluster.stop,
        failOver: (signal) => cluster.failOver('longshore:{queue-export}', signal),
      };
    }),
} satisfies Fault;

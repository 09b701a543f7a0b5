/** The master of Redis dies, or hangs, and a Sentinel replaces it. */
import { startRedisSentinel, waitUntil } from '@longshore/infra';
import { playFailovers } from '../failovers.js';
import type { Fault } from '../fault.js';

export default {
  does: 'The master of Redis dies (SIGKILL) or hangs (SIGSTOP) amid exports, and a Sentinel replaces it.',
  promises: 'No run is lost, each export succeeds once, and the API serves again by itself.',
  run: (stage) =>
    playFailovers(stage, async (dir) => {
      const { url, stop, masterPort, signalMaster } = await startRedisSentinel({ dir });
      return {
        url,
        stop,
        failOver: async (signal) => {
          const before = await masterPort();
          signalMaster(signal);
          await waitUntil(async () => (await masterPort()) !== before, {
            what: 'the failover',
            timeoutMs: 60_000,
          });
        },
      };
    }),
} satisfies Fault;

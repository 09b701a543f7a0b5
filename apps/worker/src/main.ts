/** The worker process: takes jobs off the queue until SIGTERM. */
import { setFlagsFromString } from 'node:v8';
import { readSecretFiles, runApp, serviceOptions } from '@longshore/process';
import { startTaskWorker } from '@longshore/worker';
import { readConfig } from './config.js';
import { serveMetrics } from './serve-metrics.js';

/**
 * V8 lets garbage grow with the memory of the machine: a worker that streams with 40 MB of live
 * data would grow to 230 MB and more. A collection when the heap has grown by half keeps the
 * process near 160 MB; unlike a heap limit, the flag cannot end the process.
 */
setFlagsFromString('--heap-growing-percent=50');

await runApp({
  name: 'worker',
  config: () => readConfig(readSecretFiles(process.env)),
  graceMs: ({ GRACE_MS }) => GRACE_MS,
  main: async (config, log) => {
    const { WORKER_KINDS: kinds, WORKER_CONCURRENCY: concurrency, GRACE_MS: graceMs } = config;
    const worker = await startTaskWorker({ ...serviceOptions(config, log), kinds, concurrency });
    const metricsServer = await serveMetrics({ worker, config, log });
    return async () => {
      await worker.close({ graceMs });
      await metricsServer.close();
    };
  },
});

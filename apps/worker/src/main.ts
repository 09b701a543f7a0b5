/**
 * The worker process: takes jobs off the queue and gives them to the runner until it is told to
 * stop.
 */
import { hostname } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { openParts, prepareBusiness, runApp } from '@longshore/process';
import { onGivenUp, type RunServices, runAttempt, startSweepers } from '@longshore/runner';
import { startJobConsumer } from '@longshore/tasks';
import type { Logger } from 'pino';
import { type Config, readConfig } from './config.js';
import { createMetrics } from './metrics.js';
import { serveMetrics } from './serve-metrics.js';

/** How long runs may go on after SIGTERM before they are handed to another worker. */
const GRACE_MS = 5_000;

/**
 * V8 lets garbage pile up with the size of the machine: a worker that streams with 40 MB of live
 * data would grow to 230 MB and more.
 * Collecting when the heap has grown by half keeps it near 160 MB; unlike a heap limit, it cannot
 * end the process.
 */
setFlagsFromString('--heap-growing-percent=50');

async function main(config: Config, log: Logger): Promise<() => Promise<void>> {
  const parts = await openParts(config, 'worker');
  await prepareBusiness(parts.business);
  const services: RunServices = { ...parts, log };
  const name = `${hostname()}:${process.pid}`;
  const metrics = createMetrics(parts.tasks);
  const metricsServer = await serveMetrics({ metrics, config, log });
  const worker = await startJobConsumer({
    url: config.REDIS_URL,
    tasks: parts.tasks,
    kinds: config.WORKER_KINDS,
    concurrency: config.WORKER_CONCURRENCY,
    log,
    process: ({ taskId, kind, signal }) =>
      metrics.observeRun(kind, () => runAttempt({ taskId, signal, worker: name }, services)),
    onLost: (task) => onGivenUp(task, services),
  });
  const sweepers = startSweepers({
    ledgerTtlMs: config.LEDGER_TTL_MS,
    queue: parts.queue,
    services,
  });
  log.info(
    { worker: name, kinds: config.WORKER_KINDS, concurrency: config.WORKER_CONCURRENCY },
    'ready',
  );
  return async () => {
    await worker.close({ graceMs: GRACE_MS });
    await sweepers.close();
    await metricsServer.close();
    await parts.close();
  };
}

await runApp({ name: 'worker', config: () => readConfig(process.env), main });

/**
 * The worker: takes jobs off the queue, runs their tasks, and sweeps. The main function of the
 * door.
 */
import { hostname } from 'node:os';
import { pid } from 'node:process';
import { type Kind, TASK_KINDS } from '@longshore/contract';
import { openServices, type ServiceOptions } from '@longshore/process';
import { onGivenUp, runAttempt, startSweepers } from '@longshore/runner';
import { startJobConsumer } from '@longshore/tasks';
import { createMetrics, type WorkerMetrics } from './metrics.js';

/** What a worker works with, and how much at once. */
export interface TaskWorkerOptions extends ServiceOptions {
  /** Kinds of task that this worker takes. Default: all. */
  readonly kinds?: readonly Kind[];
  /** Tasks at once. Default 2. Each export holds a database connection. */
  readonly concurrency?: number;
  /** Name of this worker in the ledger. Default: host and process id. */
  readonly name?: string;
}

/** A worker that takes jobs. */
export interface TaskWorker {
  /** For Prometheus; nothing is served by itself. */
  readonly metrics: Pick<WorkerMetrics, 'contentType' | 'text'>;
  /**
   * Takes no more jobs and lets tasks run on for `graceMs` (default 5,000); then it hands them to
   * other workers, and closes what it opened.
   */
  close(options?: { readonly graceMs?: number }): Promise<void>;
}

const GRACE_MS = 5_000;
const CONCURRENCY = 2;

/**
 * Starts a worker in this process; it takes jobs when the promise resolves. Reads no environment,
 * installs no signal handler. Throws what `openServices` throws.
 */
export async function startTaskWorker(options: TaskWorkerOptions): Promise<TaskWorker> {
  const services = await openServices(options, 'worker');
  await services.prepare();
  const { tasks, queue, log } = services;
  const { kinds = TASK_KINDS, concurrency = CONCURRENCY } = options;
  const name = options.name ?? `${hostname()}:${pid}`;
  const metrics = createMetrics(tasks);
  const consumer = await startJobConsumer({
    url: options.redis,
    tasks,
    kinds,
    concurrency,
    name,
    log,
    process: ({ taskId, kind, signal, worker }) =>
      metrics.observeRun(kind, () => runAttempt({ taskId, signal, worker }, services)),
    onLost: (task) => onGivenUp(task, services),
  });
  const sweepers = startSweepers({ ledgerTtlMs: services.ledgerTtlMs, queue, services });
  log.info({ worker: name, kinds, concurrency }, 'ready');
  return {
    metrics,
    close: async ({ graceMs = GRACE_MS } = {}) => {
      await consumer.close({ graceMs });
      await sweepers.close();
      await services.close();
    },
  };
}

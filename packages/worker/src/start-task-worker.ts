/**
 * The worker: takes jobs off the queue, runs their tasks, and sweeps. The main function of the
 * door.
 */
import { hostname } from 'node:os';
import { pid } from 'node:process';
import { startAlarmWatch } from '@longshore/alarms';
import { type Kind, PART_NAMES, type Part, TASK_KINDS } from '@longshore/contract';
import { askPart, openServices, type ServiceOptions } from '@longshore/process';
import {
  onGivenUp,
  runAttempt,
  runHelper,
  startClock,
  startRetries,
  startSweepers,
} from '@longshore/runner';
import { type JobVerdict, startJobConsumer } from '@longshore/tasks';
import { inTaskTrace } from '@longshore/tracing';
import { type Circuits, createCircuits } from './circuits.js';
import { createMetrics, type WorkerMetrics } from './metrics.js';
import { startSigns } from './signs.js';
import { createTurns } from './turns.js';

/** What a worker works with, and how much at once. */
export interface TaskWorkerOptions extends ServiceOptions {
  /** Kinds of task that this worker takes. Default: all. */
  readonly kinds?: readonly Kind[];
  /** Tasks at once. Default 2. Each export holds a database connection. */
  readonly concurrency?: number;
  /** Name of this worker in the ledger. Default: host and process id. */
  readonly name?: string;
}

/** Whether a worker takes jobs, and whether each part that it needs is there. */
export type Readiness = Readonly<Record<Part, boolean>> & { readonly ready: boolean };

/** A worker that takes jobs. */
export interface TaskWorker {
  /** For Prometheus; nothing is served by itself. */
  readonly metrics: Pick<WorkerMetrics, 'contentType' | 'text'>;
  /** Asks each part; while one of them is away the worker takes no jobs. */
  readiness(): Promise<Readiness>;
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
  const opened = await openServices(options, 'worker');
  await opened.prepare();
  const { tasks, queue, log } = opened;
  const circuits = createCircuits({ ask: (part) => askPart(part, opened), log });
  const { kinds = TASK_KINDS, concurrency = CONCURRENCY } = options;
  const name = options.name ?? `${hostname()}:${pid}`;
  const metrics = createMetrics({ tasks, circuits });
  const services = {
    ...opened,
    parts: circuits,
    worker: name,
    store: metrics.counted(opened.store),
    onBatchPage: metrics.observePage,
    onAttemptEnded: metrics.attemptEnded,
    onRows: metrics.rows,
  };
  const inTurn = createTurns(opened);
  const consumer = await startJobConsumer({
    url: options.redis,
    tasks,
    kinds,
    concurrency,
    name,
    log,
    process: (attempt) => {
      const { taskId, kind, lane } = attempt;
      const attributes = {
        'longshore.kind': kind,
        'longshore.lane': lane,
        'longshore.worker': name,
      };
      const observed = (run: () => Promise<JobVerdict>) =>
        inTaskTrace(taskId, { name: `attempt ${kind}`, attributes }, () =>
          metrics.observeRun(kind, run),
        );
      if (lane > 0)
        return observed(() => runHelper({ ...attempt, onClaimed: attempt.claimed }, services));
      return inTurn(attempt, (onClaimed) =>
        observed(() => runAttempt({ ...attempt, onClaimed }, services)),
      );
    },
    onUnblocked: metrics.blocked,
    onRedisFault: (error) => circuits.open('redis', error),
    onLost: (task) => onGivenUp(task, services),
  });
  circuits.onChange(() => (circuits.isAnyOpen() ? consumer.pause() : consumer.resume()));
  const sweepers = startSweepers({
    ledgerTtlMs: services.ledgerTtlMs,
    queue,
    onSetAside: metrics.setAside,
    services,
  });
  const clock = kinds.includes('routine')
    ? await startClock({ ...services, runHere: consumer.runHere })
    : null;
  const retries = kinds.includes('routine')
    ? startRetries({ ...services, onCallEnded: metrics.callEnded })
    : null;
  const alarms = startAlarmWatch({
    ...opened,
    worker: name,
    ask: (part) => askPart(part, opened),
    openParts: () => PART_NAMES.filter((part) => circuits.state(part) === 'open'),
    onMessage: metrics.alarmMessage,
  });
  const signs = startSigns({
    tell: () => ({
      name,
      kinds,
      concurrency,
      takesJobs: !circuits.isAnyOpen(),
      runs: consumer.runs(),
    }),
    tasks,
    log,
  });
  log.info({ worker: name, kinds, concurrency }, 'ready');
  return {
    metrics,
    readiness: () => readinessOf(circuits),
    close: async ({ graceMs = GRACE_MS } = {}) => {
      circuits.end();
      await clock?.close();
      signs.closing();
      await Promise.all([consumer.close({ graceMs }), retries?.close({ graceMs })]);
      await Promise.all([sweepers.close(), alarms.close()]);
      await signs.close();
      await services.close();
    },
  };
}

/** A part is there when it answers, and its circuit has closed after an outage. */
async function readinessOf(circuits: Circuits): Promise<Readiness> {
  const answers = await Promise.all(
    PART_NAMES.map(
      async (part) =>
        [part, !(await circuits.isAway(part)) && circuits.state(part) === 'closed'] as const,
    ),
  );
  const parts = Object.fromEntries(answers) as Record<Part, boolean>; // one a name
  return { ready: answers.every(([, isThere]) => isThere), ...parts };
}

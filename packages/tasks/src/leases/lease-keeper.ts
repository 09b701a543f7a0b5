/**
 * Keeps the leases of this process's runs from a thread of its own, so that a run whose JavaScript
 * does not come back for a while keeps its job. BullMQ renews locks too, from the main thread: that
 * goes on when the thread has crashed. Used by the job consumer.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { ERROR_CODES, type Kind } from '@longshore/contract';
import { createFaultLog } from '../fault-log.js';
import { taskKeys } from '../keys.js';
import type { Log } from '../log.js';
import { parseRedisUrl } from '../redis-url.js';
import { scriptSource } from '../scripts.js';
import type { Task } from '../task.js';
import { json } from '../task-fields.js';
import type {
  BlockLimits,
  FromLeaseThread,
  JobLock,
  Lease,
  LeaseThreadData,
  Unblocked,
} from './lease-messages.js';
import { startSignsOfLife } from './signs-of-life.js';

/** The lease of one run. */
interface KeptLease {
  /** From now on the run has a heartbeat. */
  claimed(task: Pick<Task, 'attempt' | 'type'>): void;
  end(): void;
}

export interface LeaseKeeper {
  keep(run: { jobId: string; taskId: string; kind: Kind; lock: JobLock | null }): KeptLease;
  /** Whether the event loop was blocked until just now: connections timed out unread. */
  wasBlocked(): boolean;
  /**
   * Whether the lease of this run was given up, because the event loop was blocked for too long.
   */
  hasGivenUp(jobId: string): boolean;
  close(): Promise<void>;
}

interface LeaseKeeperOptions {
  /** See `connectRedis`. */
  readonly url: string;
  /** Name of this worker process. */
  readonly worker: string;
  readonly lockMs: number;
  readonly limits: BlockLimits;
  /** The event loop was blocked for longer than `limits.tellMs`, and goes on. */
  readonly onUnblocked: (unblocked: Unblocked) => void;
  readonly log: Log;
}

const RESTART_MS = 1_000;
const WORKER_BLOCKED = { code: 'worker_blocked', message: ERROR_CODES.worker_blocked.en };

/** Resolves when the thread is connected to Redis. Throws when the thread cannot be started. */
export async function startLeaseKeeper(options: LeaseKeeperOptions): Promise<LeaseKeeper> {
  const signs = startSignsOfLife();
  const leases = new Map<number, Lease>();
  const faults = createFaultLog(options.log);
  let thread: Worker | undefined;
  let lastId = 0;
  let isClosed = false;

  const start = async () => {
    const workerData = threadData(options, signs.shared);
    const started = new Worker(THREAD, { workerData, ...WITHOUT_LOADERS, resourceLimits });
    thread = started;
    for (const lease of leases.values()) started.postMessage(lease);
    await untilReady(started, options.onUnblocked);
    started.unref(); // later than the listener for its messages, which would undo it
    started.once('error', startAgain);
  };
  /** Until it has started BullMQ renews the locks from the main thread. */
  const startAgain = async (error: unknown) => {
    faults.failed(error, 'the thread that keeps leases ended; it is started again');
    await sleep(RESTART_MS, undefined, { ref: false });
    if (isClosed) return;
    await start().then(() => faults.healed('the thread that keeps leases is back'), startAgain);
  };
  const set = (lease: Lease) => {
    leases.set(lease.id, lease);
    thread?.postMessage(lease);
  };

  await start();
  return {
    keep: (run) => {
      const lease: Lease = { ...run, id: ++lastId, run: null };
      set(lease);
      return {
        claimed: ({ attempt, type }) => {
          const { entity, record, heartbeats } = taskKeys(run.taskId);
          set({ ...lease, run: { attempt, type, keys: [entity, record, heartbeats] } });
        },
        end: () => {
          leases.delete(lease.id);
          thread?.postMessage({ end: lease.id });
        },
      };
    },
    wasBlocked: signs.wasBlocked,
    hasGivenUp: (jobId) =>
      [...leases.values()].some((lease) => lease.jobId === jobId && signs.areGivenUp(lease.id)),
    close: async () => {
      isClosed = true;
      signs.end();
      await thread?.terminate();
    },
  };
}

const THREAD = new URL('./lease-thread.mjs', import.meta.url);
/** A loader or a debugger that the process was started with is not for the thread. */
const WITHOUT_LOADERS = { execArgv: [], env: {} };
/**
 * The thread makes little garbage: without the limit what it loads at its start leaves 8 MB more. A
 * limit of its whole heap could end it.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 1 };

function untilReady(thread: Worker, onUnblocked: LeaseKeeperOptions['onUnblocked']): Promise<void> {
  return new Promise((resolve, reject) => {
    thread.once('error', reject);
    thread.on('message', (message: FromLeaseThread) => {
      if ('unblocked' in message) return onUnblocked(message.unblocked);
      thread.off('error', reject);
      resolve();
    });
  });
}

const threadData = (
  { url, worker, lockMs, limits }: LeaseKeeperOptions,
  signs: Int32Array,
): LeaseThreadData => ({
  target: parseRedisUrl(url),
  signs,
  worker,
  lockMs,
  limits,
  blockedError: json(WORKER_BLOCKED),
  scripts: { renewLock: scriptSource('renew-lock'), keepLease: scriptSource('keep-lease') },
});

/** Prometheus metrics of a worker. The API tells what the whole fleet has queued. */

import type { AlarmWatchOptions } from '@longshore/alarms';
import { type Kind, PART_NAMES } from '@longshore/contract';
import type { CallEnding } from '@longshore/executors';
import { alarmMessages, processMetrics } from '@longshore/process';
import type { RunServices } from '@longshore/runner';
import type { ObjectStore } from '@longshore/storage';
import type { JobVerdict, TaskStore } from '@longshore/tasks';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Circuits } from './circuits.js';

/** Metrics of one worker. */
export interface WorkerMetrics {
  /** Counts and times `run`, which is one attempt; what it throws rises. */
  observeRun(kind: Kind, run: () => Promise<JobVerdict>): Promise<JobVerdict>;
  /** Counts the records of a page of a batch, and times the page. */
  readonly observePage: RunServices['onBatchPage'];
  /** Counts the end of an attempt, by outcome. */
  readonly attemptEnded: RunServices['onAttemptEnded'];
  /** Counts rows while they are worked. */
  readonly rows: RunServices['onRows'];
  /** The store, whose files are counted by their bytes. */
  counted(store: ObjectStore): ObjectStore;
  /** Counts an attempt of this worker at a call of a retryable. */
  callEnded(name: string, ending: CallEnding): void;
  /** Counts an entry that was set aside. */
  setAside(): void;
  /** Counts a block of the event loop that was told. */
  blocked(): void;
  /** Counts a message of an alarm. */
  readonly alarmMessage: AlarmWatchOptions['onMessage'];
  readonly contentType: string;
  text(): Promise<string>;
}

interface Watched {
  readonly tasks: Pick<TaskStore, 'ping'>;
  readonly circuits: Pick<Circuits, 'state'>;
}

export function createMetrics({ tasks, circuits }: Watched): WorkerMetrics {
  const registry = processMetrics(tasks);
  const runs = new Histogram({
    name: 'longshore_run_seconds',
    help: 'Time of runs by kind and what became of their job: done, retry, handed-back, fault',
    labelNames: ['kind', 'verdict'],
    buckets: [0.1, 1, 5, 20, 60, 300, 1_200],
    registers: [registry],
  });
  const running = new Gauge({
    name: 'longshore_runs',
    help: 'Runs going on now',
    labelNames: ['kind'],
    registers: [registry],
  });
  new Gauge({
    name: 'longshore_part_away',
    help: 'Whether this worker takes no jobs because the part is away: 1 or 0',
    labelNames: ['part'],
    registers: [registry],
    collect() {
      for (const part of PART_NAMES) this.set({ part }, circuits.state(part) === 'closed' ? 0 : 1);
    },
  });
  const setAside = new Counter({
    name: 'longshore_tasks_set_aside_total',
    help: 'Tasks that this worker set aside because what Redis holds of them is broken',
    registers: [registry],
  });
  const calls = new Counter({
    name: 'longshore_retried_calls_total',
    help: 'Attempts of this worker at calls of retryables by name and how they ended',
    labelNames: ['name', 'ending'],
    registers: [registry],
  });
  const blocked = new Counter({
    name: 'longshore_event_loop_blocked_total',
    help: 'Times that JavaScript blocked the event loop of this worker for over 30 s, told when it goes on',
    registers: [registry],
  });
  return {
    observePage: observePages(registry),
    ...observeWork(registry),
    callEnded: (name, ending) => calls.inc({ name, ending }),
    setAside: () => setAside.inc(),
    blocked: () => blocked.inc(),
    alarmMessage: alarmMessages(registry),
    observeRun: async (kind, run) => {
      const stop = runs.startTimer({ kind });
      running.inc({ kind });
      let verdict: JobVerdict | 'fault' = 'fault';
      try {
        verdict = await run();
        return verdict;
      } finally {
        running.dec({ kind });
        stop({ verdict: typeof verdict === 'string' ? verdict : 'retry' });
      }
    },
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}

function observeWork(registry: Registry): Pick<WorkerMetrics, 'attemptEnded' | 'rows' | 'counted'> {
  const attempts = new Counter({
    name: 'longshore_attempts_total',
    help: 'Attempts that ended, by outcome: a phase of the task, retrying, waited-out, or why it was told to stop',
    labelNames: ['kind', 'type', 'outcome'],
    registers: [registry],
  });
  const worked = new Counter({
    name: 'longshore_rows_total',
    help: 'Rows and records that attempts worked, failed ones too',
    labelNames: ['kind', 'type'],
    registers: [registry],
  });
  const storedBytes = new Counter({
    name: 'longshore_stored_bytes_total',
    help: 'Bytes of files that this worker stored',
    registers: [registry],
  });
  return {
    attemptEnded: ({ kind, type, outcome }) => attempts.inc({ kind, type, outcome }),
    rows: ({ kind, type, rows }) => worked.inc({ kind, type }, rows),
    counted: (store) => ({
      ...store,
      put: async (...call) => {
        const stored = await store.put(...call);
        storedBytes.inc(stored.sizeBytes);
        return stored;
      },
    }),
  };
}

function observePages(registry: Registry): RunServices['onBatchPage'] {
  const records = new Counter({
    name: 'longshore_batch_records_total',
    help: 'Records of batches by type and outcome: success, failure, exception (each time)',
    labelNames: ['type', 'outcome'],
    registers: [registry],
  });
  const pages = new Histogram({
    name: 'longshore_batch_page_seconds',
    help: 'Time of committed pages of batches by type',
    labelNames: ['type'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.5, 1, 5, 20, 60],
    registers: [registry],
  });
  return ({ type, durationMs, outcomes }) => {
    pages.observe({ type }, durationMs / 1_000);
    for (const outcome of outcomes) records.inc({ type, outcome });
  };
}

/** Prometheus metrics of a worker. The API tells what the whole fleet has queued. */

import type { Kind } from '@longshore/contract';
import { processMetrics } from '@longshore/process';
import type { JobVerdict, TaskStore } from '@longshore/tasks';
import { Gauge, Histogram } from 'prom-client';

/** Metrics of one worker. */
export interface WorkerMetrics {
  /** Counts and times `run`, which is one attempt; what it throws rises. */
  observeRun(kind: Kind, run: () => Promise<JobVerdict>): Promise<JobVerdict>;
  readonly contentType: string;
  text(): Promise<string>;
}

export function createMetrics(tasks: Pick<TaskStore, 'ping'>): WorkerMetrics {
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
  return {
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

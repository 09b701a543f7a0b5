/** Prometheus metrics of the API process, and the length of each queue when asked. */

import type { AlarmWatchOptions } from '@longshore/alarms';
import { TASK_KINDS } from '@longshore/contract';
import { alarmMessages, processMetrics } from '@longshore/process';
import type { TaskQueue, TaskStore } from '@longshore/tasks';
import { Counter, Gauge, Histogram } from 'prom-client';

export interface Metrics {
  observeCall(labels: { method: string; route: string; status: number }, ms: number): void;
  registered(kind: string, type: string, result: 'registered' | 'already-live'): void;
  /** Counts a message of an alarm. */
  readonly alarmMessage: AlarmWatchOptions['onMessage'];
  readonly contentType: string;
  text(): Promise<string>;
}

interface Asked {
  readonly queue: Pick<TaskQueue, 'counts'>;
  readonly tasks: Pick<TaskStore, 'ping' | 'alarms' | 'nowMs' | 'fleet'>;
}

export function createMetrics({ queue, tasks }: Asked): Metrics {
  const registry = processMetrics(tasks);
  const calls = new Histogram({
    name: 'longshore_http_seconds',
    help: 'Time of calls by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  });
  const registrations = new Counter({
    name: 'longshore_registrations_total',
    help: 'Registrations by kind, type and result',
    labelNames: ['kind', 'type', 'result'],
    registers: [registry],
  });
  new Gauge({
    name: 'longshore_queue_jobs',
    help: 'Jobs of each queue by state',
    labelNames: ['kind', 'state'],
    registers: [registry],
    async collect() {
      this.reset();
      // While Redis is away lengths are unknown, which longshore_redis_up says; all else must still
      // be seen.
      const counts = await Promise.all(TASK_KINDS.map((kind) => queue.counts(kind))).catch(
        () => [],
      );
      for (const [i, kind] of TASK_KINDS.entries()) {
        for (const [state, jobs] of Object.entries<number>(counts[i] ?? {}))
          this.set({ kind, state }, jobs);
      }
    },
  });
  new Gauge({
    name: 'longshore_queue_oldest_seconds',
    help: 'How long the foremost job of each queue has been waiting; 0: none waits',
    labelNames: ['kind'],
    registers: [registry],
    async collect() {
      this.reset();
      const seen = await Promise.all([tasks.nowMs(), tasks.fleet.waitingSince()]).catch(() => null);
      if (seen === null) return; // as above
      const [now, since] = seen;
      for (const kind of TASK_KINDS)
        this.set({ kind }, Math.max(0, now - (since[kind] ?? now)) / 1_000);
    },
  });
  new Gauge({
    name: 'longshore_alarms_open',
    help: 'Open alarms of the fleet by cause and severity',
    labelNames: ['cause', 'severity'],
    registers: [registry],
    async collect() {
      this.reset();
      const { open } = await tasks.alarms.list(0).catch(() => ({ open: [] })); // as above
      for (const { cause, severity } of open) this.inc({ cause, severity });
    },
  });
  return {
    alarmMessage: alarmMessages(registry),
    observeCall: (labels, ms) => calls.observe(labels, ms / 1_000),
    registered: (kind, type, result) => registrations.inc({ kind, type, result }),
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}

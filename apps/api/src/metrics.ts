/** Prometheus metrics of the API process, and the length of each queue when asked. */
import { KINDS } from '@longshore/contract';
import type { TaskQueue } from '@longshore/tasks';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export interface Metrics {
  observeCall(labels: { method: string; route: string; status: number }, ms: number): void;
  registered(kind: string, type: string, result: 'registered' | 'already-live'): void;
  readonly contentType: string;
  text(): Promise<string>;
}

export function createMetrics(queue: Pick<TaskQueue, 'counts'>): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
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
      for (const kind of KINDS) {
        // While Redis is away the queue is unknown, but all else must still be seen.
        const counts = await queue.counts(kind).catch(() => ({}));
        for (const [state, jobs] of Object.entries<number>(counts)) this.set({ kind, state }, jobs);
      }
    },
  });
  return {
    observeCall: (labels, ms) => calls.observe(labels, ms / 1_000),
    registered: (kind, type, result) => registrations.inc({ kind, type, result }),
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}

/**
 * Prometheus metrics that every process of ours has: those of Node, and whether Redis answers it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { SentAs } from '@longshore/alarms';
import type { TaskStore } from '@longshore/tasks';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';

/**
 * A scrape must not wait for a Redis that is away; a worker's connection would do so for as long as
 * it takes.
 */
const LONGEST_ANSWER_MS = 1_500;

/** A registry for the app's own metrics too. */
export function processMetrics(tasks: Pick<TaskStore, 'ping'>): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'longshore_redis_up',
    help: 'Whether Redis answers this process: 1 or 0',
    registers: [registry],
    async collect() {
      this.set((await answers(tasks)) ? 1 : 0);
    },
  });
  return registry;
}

function answers(tasks: Pick<TaskStore, 'ping'>): Promise<boolean> {
  const answering = tasks.ping().then(
    () => true,
    () => false, // which is what the gauge says
  );
  return Promise.race([answering, sleep(LONGEST_ANSWER_MS, false, { ref: false })]);
}

/** Counts the messages of alarms that this process sent. */
export function alarmMessages(registry: Registry): (sink: string, as: SentAs) => void {
  const messages = new Counter({
    name: 'longshore_alarm_messages_total',
    help: 'Messages of alarms by sink and what became of them: sent, failed (tried again), dropped',
    labelNames: ['sink', 'outcome'],
    registers: [registry],
  });
  return (sink, outcome) => messages.inc({ sink, outcome });
}

/**
 * The alarms of one process as its options state them: sinks, routes, thresholds. Made once, when
 * the process opens its parts.
 */
import { ALARM_CAUSES } from '@longshore/contract';
import type { Log } from '@longshore/tasks';
import type { AlarmSink } from './alarm-sink.js';
import { LOG_SINK, logSink } from './log-sink.js';
import { type AlarmRoute, matches, type Routed } from './routes.js';
import { type Webhook, webhookSink } from './webhook-sink.js';

/** Beyond which number a cause is an alarm. Times in milliseconds. */
export interface AlarmThresholds {
  /** An alarm ends when its cause was not seen for this long; so there is one a window at most. */
  readonly windowMs: number;
  /** Share of the tasks of a type that failed or expired within a window, 0 to 1. */
  readonly failureRatio: number;
  /** Tasks of a type that must have ended within the window for its share to count. */
  readonly failureMin: number;
  /** A job waits in the queue for longer. */
  readonly queueDelayMs: number;
  /** A tick of a routine did not begin in time. */
  readonly routineLateMs: number;
  /** A worker gave no sign of life. */
  readonly workerSilentMs: number;
  /** Redis, the store or the database does not answer. */
  readonly partAwayMs: number;
}

/** Thresholds where the options state none. */
export const ALARM_DEFAULTS: AlarmThresholds = {
  windowMs: 5 * 60_000,
  failureRatio: 0.5,
  failureMin: 10,
  queueDelayMs: 5 * 60_000,
  routineLateMs: 2 * 60_000,
  workerSilentMs: 30_000,
  partAwayMs: 10_000,
};

/** Where alarms go, and what is one; the same for every API and worker. */
export interface AlarmOptions {
  /** Signed requests to this address. Default: none. */
  readonly webhook?: Webhook | undefined;
  /** Sinks of your own, beside log and webhook. */
  readonly sinks?: readonly AlarmSink[] | undefined;
  /** Default: every sink gets every alarm. */
  readonly routes?: readonly AlarmRoute[] | undefined;
  readonly thresholds?: { readonly [K in keyof AlarmThresholds]?: AlarmThresholds[K] | undefined };
}

/** The alarms of this process. */
export interface Alarming {
  readonly sinks: readonly AlarmSink[];
  readonly thresholds: AlarmThresholds;
  /** Names of the sinks that get this alarm. */
  sinksFor(alarm: Routed): string[];
  /** A sink beyond the log gets the alarm of each task that is given up. */
  readonly tellsMaintainers: boolean;
}

const SINK_NAME = /^[a-z][a-z0-9-]{0,30}$/;
/** Matches only routes for every type. */
const ANY_TYPE = '';

/** Throws Error for two sinks of a name, and for a route to none. */
export function openAlarms(options: AlarmOptions, log: Log): Alarming {
  const { webhook, sinks: own = [] } = options;
  const sinks = [logSink(log), ...(webhook === undefined ? [] : [webhookSink(webhook)]), ...own];
  const names = sinks.map(({ name }) => name);
  const routes = options.routes ?? names.map((sink) => ({ sink }));
  checkNames(names, routes);
  const sinksFor = (alarm: Routed) =>
    names.filter((name) => routes.some((route) => route.sink === name && matches(route, alarm)));
  const givenUp = {
    cause: 'task_given_up',
    severity: ALARM_CAUSES.task_given_up.severity,
    subject: ANY_TYPE,
  } as const;
  return {
    sinks,
    thresholds: { ...ALARM_DEFAULTS, ...defined(options.thresholds ?? {}) },
    sinksFor,
    tellsMaintainers: sinksFor(givenUp).some((name) => name !== LOG_SINK),
  };
}

function checkNames(names: readonly string[], routes: readonly AlarmRoute[]): void {
  for (const [i, name] of names.entries()) {
    if (!SINK_NAME.test(name)) throw new Error(`the alarm sink "${name}" has no valid name`);
    if (names.indexOf(name) !== i) throw new Error(`there are two alarm sinks "${name}"`);
  }
  const unknown = routes.find(({ sink }) => !names.includes(sink));
  if (unknown !== undefined)
    throw new Error(`alarms are routed to "${unknown.sink}", but there is no such sink`);
}

const defined = <T extends object>(values: T) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

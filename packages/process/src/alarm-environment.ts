/** The environment variables of alarms. Used by environment.ts. */
import { ALARM_DEFAULTS, type AlarmOptions } from '@longshore/alarms';
import { ALARM_CAUSE_NAMES, SEVERITIES } from '@longshore/contract';
import * as z from 'zod';

const SHORTEST_SECRET = 16;
/** Some signs of life may be late. */
const SHORTEST_SILENCE_MS = 10_000;
const wholeMs = z.coerce.number().int().min(1_000);

const Route = z.strictObject({
  sink: z.string().min(1),
  causes: z.array(z.enum(ALARM_CAUSE_NAMES)).optional(),
  severities: z.array(z.enum(SEVERITIES)).optional(),
  subjects: z.array(z.string().min(1)).optional(),
});

/** `[{ "sink": "webhook", "severities": ["critical"] }]` */
const routes = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue('must be a list of routes in JSON');
      return z.NEVER;
    }
  })
  .pipe(z.array(Route));

export const alarmEnvironment = {
  ALARM_WEBHOOK_URL: z.url({ protocol: /^https?$/ }).optional(),
  ALARM_WEBHOOK_SECRET: z
    .string()
    .min(SHORTEST_SECRET, `must have at least ${SHORTEST_SECRET} characters`)
    .optional(),
  ALARM_ROUTES: routes.optional(),
  ALARM_WINDOW_MS: wholeMs.default(ALARM_DEFAULTS.windowMs),
  ALARM_FAILURE_RATIO: z.coerce.number().gt(0).max(1).default(ALARM_DEFAULTS.failureRatio),
  ALARM_FAILURE_MIN: z.coerce.number().int().min(1).default(ALARM_DEFAULTS.failureMin),
  ALARM_QUEUE_DELAY_MS: wholeMs.default(ALARM_DEFAULTS.queueDelayMs),
  ALARM_ROUTINE_LATE_MS: wholeMs.default(ALARM_DEFAULTS.routineLateMs),
  ALARM_WORKER_SILENT_MS: wholeMs.min(SHORTEST_SILENCE_MS).default(ALARM_DEFAULTS.workerSilentMs),
  ALARM_PART_AWAY_MS: wholeMs.default(ALARM_DEFAULTS.partAwayMs),
};

export function alarmOptions(env: z.output<z.ZodObject<typeof alarmEnvironment>>): AlarmOptions {
  const { ALARM_WEBHOOK_URL: url, ALARM_WEBHOOK_SECRET: secret } = env;
  return {
    webhook: url === undefined || secret === undefined ? undefined : { url, secret },
    routes: env.ALARM_ROUTES,
    thresholds: {
      windowMs: env.ALARM_WINDOW_MS,
      failureRatio: env.ALARM_FAILURE_RATIO,
      failureMin: env.ALARM_FAILURE_MIN,
      queueDelayMs: env.ALARM_QUEUE_DELAY_MS,
      routineLateMs: env.ALARM_ROUTINE_LATE_MS,
      workerSilentMs: env.ALARM_WORKER_SILENT_MS,
      partAwayMs: env.ALARM_PART_AWAY_MS,
    },
  };
}

/** Alarms: the body of a webhook's message, and the answer to operators. */
import * as z from 'zod';
import { ALARM_CAUSE_NAMES, SEVERITIES } from './alarm-causes.js';
import { count, messageValues, time } from './schema-parts.js';

/** One alarm: a cause and its subject, from its first sight until it was quiet for a window. */
export const Alarm = z.object({
  /** The same in both messages of an alarm. */
  id: z.string(),
  state: z.enum(['open', 'resolved']),
  cause: z.enum(ALARM_CAUSE_NAMES),
  /** `export:orders`, a routine's type, a kind, a part, `fleet`. */
  subject: z.string(),
  severity: z.enum(SEVERITIES),
  /** In words. */
  message: z.object({ en: z.string(), zh: z.string() }),
  /** What was seen last: task, error code, cause, ratio, worker. */
  details: messageValues,
  openedAt: time,
  lastSeenAt: time,
  /** Null: it is open. */
  resolvedAt: time.nullable(),
  /** How often its cause was seen; of a state that lasts: 1. */
  count,
  /** From its opening until its cause was seen last. */
  durationMs: count,
});
export type Alarm = z.infer<typeof Alarm>;

/** Query of the alarms. */
export const AlarmsQuery = z.strictObject({
  /** Of the ended ones. */
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

/** Open alarms, and those that ended, each newest first. */
export const AlarmList = z.object({ open: z.array(Alarm), recent: z.array(Alarm) });
export type AlarmList = z.infer<typeof AlarmList>;

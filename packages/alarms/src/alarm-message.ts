/** An alarm as sinks and operators get it. */
import { type Alarm, alarmSentence } from '@longshore/contract';
import type { StoredAlarm } from '@longshore/tasks';

/** `state`: that of the message, which may be sent late. */
export function alarmMessage(
  stored: StoredAlarm,
  state: Alarm['state'] = stored.resolvedAt === null ? 'open' : 'resolved',
): Alarm {
  const { id, cause, subject, severity, details, openedAt, lastSeenAt, resolvedAt, count } = stored;
  const values = { ...details, subject };
  return {
    id,
    state,
    cause,
    subject,
    severity,
    message: {
      en: alarmSentence(cause, values, 'en'),
      zh: alarmSentence(cause, values, 'zh'),
    },
    details: { ...details },
    openedAt: iso(openedAt),
    lastSeenAt: iso(lastSeenAt),
    resolvedAt: state === 'open' || resolvedAt === null ? null : iso(resolvedAt),
    count,
    durationMs: lastSeenAt - openedAt,
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();

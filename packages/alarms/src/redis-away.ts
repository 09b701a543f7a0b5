/**
 * The alarm that Redis is away. Redis decides all others; this one each process tells by itself,
 * under an id that is the same for every process that lost Redis in the same window, so that a
 * receiver that drops a repeated id shows one. Used by the watch.
 */
import { ALARM_CAUSES, type Alarm } from '@longshore/contract';
import type { Log, StoredAlarm } from '@longshore/tasks';
import { alarmMessage } from './alarm-message.js';
import type { Alarming } from './alarming.js';
import { sendBounded } from './send-bounded.js';
import type { SentAs } from './start-courier.js';

interface RedisAwayOptions {
  readonly alarming: Alarming;
  readonly onMessage: (sink: string, as: SentAs) => void;
  readonly log: Log;
}

/** Hears after each sign of life whether Redis took it. */
export interface RedisAway {
  answered(nowMs: number): Promise<void>;
  failed(error: unknown): Promise<void>;
}

const SUBJECT = { cause: 'part_away', subject: 'redis' } as const;
const { severity } = ALARM_CAUSES.part_away;
/** The opening and the end of the last alarm. */
const MOST_WAITING = 2;

export function redisAway({ alarming, onMessage, log }: RedisAwayOptions): RedisAway {
  const { windowMs, partAwayMs } = alarming.thresholds;
  /** By Redis TIME, at its last answer, and by this process then. */
  let answeredAt = { redisMs: Date.now(), own: performance.now() };
  /** The first failure since then: one alone may be that of a process that was blocked. */
  let failingSince: number | null = null;
  let failedAt = Number.NEGATIVE_INFINITY;
  let told: StoredAlarm | null = null;
  /** Messages that a sink has not taken yet. */
  const waiting = new Map<string, Alarm[]>();

  return {
    answered: async (nowMs) => {
      const own = performance.now();
      answeredAt = { redisMs: nowMs, own };
      failingSince = null;
      if (told !== null && own - failedAt >= windowMs) {
        tell({ ...told, resolvedAt: nowMs });
        told = null;
      }
      await send();
    },
    failed: async (error) => {
      const own = performance.now();
      failingSince ??= own;
      failedAt = own;
      const lastSeenAt = Math.round(answeredAt.redisMs + own - answeredAt.own);
      if (told !== null) told = { ...told, lastSeenAt };
      else if (own > failingSince && own - failingSince >= partAwayMs) {
        told = opened(answeredAt.redisMs, lastSeenAt, error);
        tell(told);
      }
      await send();
    },
  };

  function opened(since: number, lastSeenAt: number, error: unknown): StoredAlarm {
    const reason = error instanceof Error ? error.message : String(error);
    const id = `redis-away-${Math.floor(since / windowMs)}`;
    const details = { reason };
    const times = { openedAt: since, lastSeenAt, resolvedAt: null };
    return { id, ...SUBJECT, severity, details, ...times, count: 1 };
  }

  function tell(alarm: StoredAlarm): void {
    for (const sink of alarming.sinksFor({ ...SUBJECT, severity }))
      waiting.set(sink, [...(waiting.get(sink) ?? []), alarmMessage(alarm)].slice(-MOST_WAITING));
  }

  /** What a sink does not take is tried again after the next sign of life. */
  async function send(): Promise<void> {
    await Promise.all(
      alarming.sinks.map(async (sink) => {
        const [next, ...rest] = waiting.get(sink.name) ?? [];
        if (next === undefined) return;
        try {
          await sendBounded(sink, next);
          waiting.set(sink.name, rest);
          onMessage(sink.name, 'sent');
        } catch (error) {
          log.warn(
            { sink: sink.name, err: error },
            'an alarm could not be sent; it is tried again',
          );
          onMessage(sink.name, 'failed');
        }
      }),
    );
  }
}

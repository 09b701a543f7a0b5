/**
 * The watch, in every API and worker: a sign of life each few seconds, and one process of the fleet
 * that looks for causes and sends the messages, as long as it has the lock in Redis. It stands
 * beside the runs and never in their way.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Part } from '@longshore/contract';
import type { LoadedBusiness } from '@longshore/executors';
import {
  type Log,
  type Sweeper,
  startSweeper,
  type TaskQueue,
  type TaskStore,
  type WatchStore,
} from '@longshore/tasks';
import type { Alarming } from './alarming.js';
import { sighting } from './checks/check.js';
import { redisAway } from './redis-away.js';
import { type SentAs, startCourier } from './start-courier.js';
import { createWatcher } from './watcher.js';

/** What the watch of one process works with. */
export interface AlarmWatchOptions {
  readonly alarming: Alarming;
  readonly tasks: Pick<TaskStore, 'alarms' | 'watch' | 'record' | 'nowMs'>;
  readonly queue: Pick<TaskQueue, 'foremost'>;
  readonly business: LoadedBusiness;
  /** Name of the worker; null: this process takes no jobs. */
  readonly worker: string | null;
  /** Throws when the part does not answer. */
  readonly ask: (part: Part) => Promise<void>;
  /** Parts that this process found away by itself. */
  readonly openParts: () => readonly Part[];
  /** For metrics. */
  readonly onMessage: (sink: string, as: SentAs) => void;
  /** Pause between two looks. Default 5 s. */
  readonly everyMs?: number;
  readonly log: Log;
}

type Sign = Awaited<ReturnType<WatchStore['sign']>>;

const EACH_MS = 5_000;
const SEND_EACH_MS = 1_000;
const SIGN_EACH_MS = 2_000;
/** A watcher that died is replaced after this. */
const LOCK_MS = 8_000;
/** A connection of a worker may wait for Redis for as long as it takes. */
const ANSWER_MS = 3_000;

/** Starts the watch of this process; closing it leaves the watch in order. */
export function startAlarmWatch(options: AlarmWatchOptions): Sweeper {
  const { alarming, tasks, worker, openParts, onMessage, everyMs = EACH_MS, log } = options;
  const self = { id: `${worker ?? 'api'} ${randomUUID()}`, worker };
  const watcher = createWatcher(options);
  const redis = redisAway({ alarming, onMessage, log });
  let watchesUntil = Number.NEGATIVE_INFINITY;
  let signing: { readonly sign: Promise<Sign>; readonly askedAt: number } | null = null;
  const isWatcher = () => performance.now() < watchesUntil;
  // of three loops none waits for another: a look may hang as long as Redis does
  const loops = [
    startSweeper({
      name: 'sign of life',
      everyMs: Math.min(everyMs, SIGN_EACH_MS),
      log,
      round: sign,
    }),
    startSweeper({ name: 'watch for alarms', everyMs, log, round: look }),
    startCourier({
      alarms: tasks.alarms,
      sinks: alarming.sinks,
      isWatcher,
      everyMs: Math.min(everyMs, SEND_EACH_MS),
      onMessage,
      log,
    }),
  ];
  return {
    close: async () => {
      await Promise.all(loops.map((loop) => loop.close()));
      await leave();
    },
  };

  /** A sign that is still on its way is waited for, none is sent beside it. */
  async function sign(): Promise<void> {
    signing ??= { sign: tasks.watch.sign(self, LOCK_MS), askedAt: performance.now() };
    const asked = signing;
    asked.sign
      .finally(() => {
        signing = null;
      })
      .catch(() => {}); // it is awaited below
    const signed = await within(ANSWER_MS, asked.sign).catch(redis.failed);
    if (signed === undefined) return;
    watchesUntil = signed.isWatcher ? asked.askedAt + LOCK_MS : Number.NEGATIVE_INFINITY;
    await redis.answered(signed.nowMs);
  }

  async function look(): Promise<void> {
    const own = openParts().filter((part) => part !== 'redis');
    const details = { reason: 'it is away' };
    await watcher.raise(own.map((subject) => sighting('part_away', { subject, details })));
    if (isWatcher()) await watcher.look(await tasks.nowMs());
  }

  /** A process that cannot say so is missed after a while. */
  async function leave(): Promise<void> {
    await within(ANSWER_MS, tasks.watch.leave(self)).catch((error: unknown) =>
      log.debug({ err: error }, 'the watch for alarms was not left in order'),
    );
  }
}

async function within<T>(limitMs: number, answering: Promise<T>): Promise<T> {
  answering.catch(() => {}); // whoever asked has gone on by then
  const answered = new AbortController();
  const late = sleep(limitMs, undefined, { ref: false, signal: answered.signal }).then(() => {
    throw new Error(`no answer within ${limitMs} ms`);
  });
  try {
    return await Promise.race([answering, late]);
  } finally {
    late.catch(() => {}); // the race is over
    answered.abort();
  }
}

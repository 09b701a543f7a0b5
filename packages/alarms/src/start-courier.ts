/**
 * Sends the messages of alarms that wait in Redis, each by one process: whoever takes one has a
 * lease on it, so a message of a process that died is sent by another. Used by the watch.
 */
import {
  type AlarmStore,
  type Log,
  type Sweeper,
  startSweeper,
  type TakenMessage,
} from '@longshore/tasks';
import { alarmMessage } from './alarm-message.js';
import type { AlarmSink } from './alarm-sink.js';
import { againInMs, MOST_TRIES, sendBounded } from './send-bounded.js';

/** What became of a message: `failed` is tried again, `dropped` was tried too often. */
export type SentAs = 'sent' | 'failed' | 'dropped';

interface CourierOptions {
  readonly alarms: AlarmStore;
  readonly sinks: readonly AlarmSink[];
  /** Only the watcher sends. */
  readonly isWatcher: () => boolean;
  readonly everyMs: number;
  readonly onMessage: (sink: string, as: SentAs) => void;
  readonly log: Log;
}

/** Longer than one message takes. */
const LEASE_MS = 8_000;

export function startCourier({
  alarms,
  sinks,
  isWatcher,
  everyMs,
  onMessage,
  log,
}: CourierOptions): Sweeper {
  const closing = new AbortController();
  const sweepers = sinks.map((sink) =>
    startSweeper({
      name: `alarms to ${sink.name}`,
      everyMs,
      log,
      round: () => sendDue(sink),
    }),
  );
  return {
    close: async () => {
      closing.abort();
      await Promise.all(sweepers.map((sweeper) => sweeper.close()));
    },
  };

  async function sendDue(sink: AlarmSink): Promise<void> {
    while (isWatcher() && !closing.signal.aborted) if (!(await sendNext(sink))) return;
  }

  /** False: nothing is due. */
  async function sendNext(sink: AlarmSink): Promise<boolean> {
    const taken = await alarms.takeMessage(sink.name, LEASE_MS);
    if (taken === null) return false;
    const { entry, state, alarm } = taken;
    const fault = await sendBounded(sink, alarmMessage(alarm, state)).then(
      () => null,
      (error: unknown) => ({ error }),
    );
    if (fault !== null) await sendLater(sink, taken, fault.error);
    else {
      await alarms.settleMessage(sink.name, entry, null);
      onMessage(sink.name, 'sent');
    }
    return true;
  }

  async function sendLater(
    { name }: AlarmSink,
    { entry, tries, alarm }: TakenMessage,
    error: unknown,
  ): Promise<void> {
    const isDropped = tries >= MOST_TRIES;
    const fields = { sink: name, alarm: alarm.id, tries, err: error };
    if (isDropped) log.error(fields, 'an alarm could not be sent, and is not tried again');
    else log.warn(fields, 'an alarm could not be sent; it is tried again');
    onMessage(name, isDropped ? 'dropped' : 'failed');
    await alarms.settleMessage(name, entry, isDropped ? null : againInMs(tries));
  }
}

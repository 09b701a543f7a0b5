/** Alarms as lines of the log of the process that sends them. */
import type { Alarm } from '@longshore/contract';
import type { Log } from '@longshore/tasks';
import type { AlarmSink } from './alarm-sink.js';

/** The name of this sink, which reaches only those who read logs. */
export const LOG_SINK = 'log';

export const logSink = (log: Log): AlarmSink => ({
  name: LOG_SINK,
  send: async (alarm) => write(log, alarm),
});

function write(log: Log, { message, state, ...alarm }: Alarm): void {
  const fields = { alarm: { ...alarm, state } };
  if (state === 'resolved') log.info(fields, `alarm resolved: ${message.en}`);
  else if (alarm.severity === 'warning') log.warn(fields, `alarm: ${message.en}`);
  else log.error(fields, `alarm: ${message.en}`);
}

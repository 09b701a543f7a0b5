/** The door: what went wrong reaches who can mend it, once for the whole fleet. */
export { alarmMessage } from './alarm-message.js';
export type { AlarmSink } from './alarm-sink.js';
export {
  ALARM_DEFAULTS,
  type Alarming,
  type AlarmOptions,
  type AlarmThresholds,
  openAlarms,
} from './alarming.js';
export type { AlarmRoute } from './routes.js';
export { type AlarmWatchOptions, startAlarmWatch } from './start-alarm-watch.js';
export type { SentAs } from './start-courier.js';
export type { Webhook } from './webhook-sink.js';

/**
 * Where alarms go: the one hook of alarms. The webhook and the log are two; a host may add others.
 */
import type { Alarm } from '@longshore/contract';

/** Takes the messages of alarms: one when an alarm opens, one when its cause has ended. */
export interface AlarmSink {
  /** Lower-case letters, digits and `-`; routes and metrics name the sink so. */
  readonly name: string;
  /**
   * Takes one message. Throws when it was not taken: then it is sent again later, with the same
   * `id` and `state`. `signal` ends after five seconds.
   */
  send(alarm: Alarm, signal: AbortSignal): Promise<void>;
}

/** What the functions of a batch are told of its task. */
import type { Locale, TaskCaller } from '@longshore/contract';
import type { Row } from './executor-base.js';

/** What a batch works with, beside its records; its language and zone are those of the task. */
export interface BatchContext extends Locale {
  readonly owner: string;
  /** For whom the records are processed. */
  readonly caller: TaskCaller;
  /** What the caller asked for. */
  readonly params: Row;
  readonly signal: AbortSignal;
}

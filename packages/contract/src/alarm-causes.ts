/** Causes of alarms: what went wrong that a maintainer or an operator is to mend. */
import type { Language, Sentence } from './languages.js';
import { fill, type MessageValues } from './messages.js';
import { worded } from './worded.js';

/** How bad it is: `critical` stops everyone, `error` stops somebody, `warning` delays. */
export const SEVERITIES = ['warning', 'error', 'critical'] as const;
/** `warning`, `error` or `critical`. */
export type Severity = (typeof SEVERITIES)[number];

/**
 * What a cause says, and how bad it is. `{subject}` and values of its details fill the sentence.
 */
type CauseEntry = Sentence & { readonly severity: Severity };

/** Every cause, with its severity and its sentence in en and zh. */
export const ALARM_CAUSES = {
  task_given_up: {
    severity: 'error',
    en: 'Tasks of {subject} are given up: {reason}',
    zh: '{subject} 的任务已放弃：{reason}',
  },
  failure_ratio: {
    severity: 'error',
    en: 'Of the last {ended} tasks of {subject}, {failed} failed.',
    zh: '{subject} 最近 {ended} 个任务中有 {failed} 个失败。',
  },
  routine_missed: {
    severity: 'error',
    en: 'Ticks of the routine {subject} passed while nobody could run them, from {tick} on.',
    zh: '例行任务 {subject} 从 {tick} 起有执行时间点被错过。',
  },
  routine_late: {
    severity: 'warning',
    en: 'The routine {subject} is late: its tick of {tick} did not begin in time.',
    zh: '例行任务 {subject} 延迟：{tick} 的执行未能按时开始。',
  },
  queue_delay: {
    severity: 'warning',
    en: 'Tasks of the kind {subject} wait in the queue for {seconds} s.',
    zh: '{subject} 类任务在队列中已等待 {seconds} 秒。',
  },
  worker_lost: {
    severity: 'error',
    en: 'Workers are gone without a word, the last of them {worker}.',
    zh: '有处理进程失去联系，最近一个是 {worker}。',
  },
  part_away: {
    severity: 'critical',
    en: 'A part is away: {subject}. {reason}',
    zh: '部件不可用：{subject}。{reason}',
  },
} as const satisfies Record<string, CauseEntry>;

/** A cause of `ALARM_CAUSES`. */
export type AlarmCause = keyof typeof ALARM_CAUSES;

/** Their names. */
export const ALARM_CAUSE_NAMES = Object.keys(ALARM_CAUSES) as [AlarmCause, ...AlarmCause[]]; // keys of a literal

/** The sentence of a cause in a language. */
export const alarmSentence = (
  cause: AlarmCause,
  values: MessageValues,
  language: Language,
): string => fill(worded(ALARM_CAUSES[cause], language, `alarms.${cause}`), values, language);

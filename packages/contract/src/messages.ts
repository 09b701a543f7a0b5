/** Sentences of the polling answer in en and zh. Errors have theirs in error-codes.ts. */
import type { Language, Sentence } from './languages.js';
import type { Phase } from './phases.js';
import { worded } from './worded.js';

/** Values that fill the `{names}` of a sentence. */
export type MessageValues = Readonly<Record<string, string | number>>;

/**
 * Replaces `{name}`; numbers are grouped as the language groups them; an unknown name stays
 * visible. In Chinese a value `name.zh` is taken instead of `name`, and so in any language.
 * `{name|row|rows}` is `row` where the value is 1, else `rows`.
 */
export function fill(template: string, values: MessageValues, language?: Language): string {
  return template.replace(PLACES, (whole, name: string, one?: string, many?: string) => {
    const value = values[`${name}.${language}`] ?? values[name];
    if (value === undefined) return whole;
    if (one !== undefined && many !== undefined) return value === 1 ? one : many;
    return typeof value === 'number' ? numbersIn(language).format(value) : value;
  });
}

const PLACES = /\{(\w+)(?:\|([^{|}]*)\|([^{|}]*))?\}/g;

/** Made once: making one costs more than a polling answer. */
const byThousands = new Intl.NumberFormat('en-US');
const NUMBERS = new Map<Language, Intl.NumberFormat>();

function numbersIn(language: Language = 'en'): Intl.NumberFormat {
  if (language === 'en' || language === 'zh') return byThousands;
  const known = NUMBERS.get(language) ?? new Intl.NumberFormat(language);
  NUMBERS.set(language, known);
  return known;
}

/** Every sentence that is no error. */
export const MESSAGES = {
  none: { en: 'No task.', zh: '没有任务。' },
  registered: { en: 'Registered.', zh: '任务已登记。' },
  alreadyRunning: {
    en: 'A task of this type is already in progress.',
    zh: '同类型任务正在进行中。',
  },
  queued: { en: 'Waiting for a worker.', zh: '排队中。' },
  waitsUntil: { en: 'Waits until {time} ({zone}).', zh: '等待至 {time}（{zone}）。' },
  running: { en: 'Running.', zh: '处理中。' },
  runningRows: { en: '{done} {done|row|rows}', zh: '已处理 {done} 行' },
  runningRowsOf: { en: '{done} of {total} {total|row|rows}', zh: '已处理 {done} / {total} 行' },
  retrying: { en: 'A fault occurred; trying again by itself.', zh: '出现故障，正在自动重试。' },
  paused: { en: 'Paused.', zh: '已暂停。' },
  previewed: {
    en: 'Looked through: {total} {total|row|rows}. Nothing is saved until you confirm.',
    zh: '已预览 {total} 行，确认后才会保存。',
  },
  succeeded: { en: 'Done: {succeeded} {succeeded|row|rows}.', zh: '完成：{succeeded} 行。' },
  ran: { en: 'Done.', zh: '已完成。' },
  partial: {
    en: '{succeeded} {succeeded|row|rows} saved, {failed} to correct: see the error workbook.',
    zh: '已保存 {succeeded} 行，{failed} 行需修正，详见错误文件。',
  },
  undone: {
    en: 'Undone: {succeeded} {succeeded|row is|rows are} as before the import.',
    zh: '已撤销：{succeeded} 行已恢复到导入前。',
  },
  undonePartly: {
    en: '{succeeded} {succeeded|row is|rows are} as before the import, {failed} {failed|was|were} left as somebody changed them since: see the file.',
    zh: '{succeeded} 行已恢复到导入前，{failed} 行因导入后被他人修改而保持原样，详见文件。',
  },
  undoneOf: {
    en: '{succeeded} rows are as before the import, {failed} were left, {unprocessed} not reached.',
    zh: '{succeeded} 行已恢复到导入前，{failed} 行保持原样，{unprocessed} 行未处理。',
  },
  undoPreviewed: {
    en: 'Looked through: {total} {total|row|rows}. Nothing is undone until you confirm.',
    zh: '已预览 {total} 行，确认后才会撤销。',
  },
  saved: {
    en: '{succeeded} rows saved, {failed} to correct.',
    zh: '已保存 {succeeded} 行，{failed} 行需修正。',
  },
  noneWaits: {
    en: 'None of these rows waits any more: they were saved before.',
    zh: '这些行均已保存，无需再更正。',
  },
  processed: {
    en: 'Done: {succeeded} {succeeded|record|records}.',
    zh: '完成：{succeeded} 条。',
  },
  processedPartly: {
    en: '{succeeded} {succeeded|record|records} succeeded, {failed} did not, {exceptions} of these by a fault of a system.',
    zh: '成功 {succeeded} 条，未成功 {failed} 条，其中系统异常 {exceptions} 条。',
  },
  processedOf: {
    en: '{succeeded} {succeeded|record|records} succeeded, {failed} did not, {unprocessed} not reached.',
    zh: '成功 {succeeded} 条，未成功 {failed} 条，{unprocessed} 条未处理。',
  },
  processedRecords: { en: '{done} {done|record|records}', zh: '已处理 {done} 条' },
  processedRecordsOf: {
    en: '{done} of {total} {total|record|records}',
    zh: '已处理 {done} / {total} 条',
  },
  savedOf: {
    en: '{succeeded} rows saved, {failed} to correct, {unprocessed} not reached.',
    zh: '已保存 {succeeded} 行，{failed} 行需修正，{unprocessed} 行未处理。',
  },
  failed: { en: 'Failed.', zh: '失败。' },
  maintainersTold: {
    en: 'Its maintainers are told by an alarm.',
    zh: '已向维护人员发出告警。',
  },
  cancelled: { en: 'Cancelled.', zh: '已取消。' },
  expired: { en: 'Expired: its time is over; start it again.', zh: '已过期，请重新发起。' },
} as const satisfies Record<string, Sentence> & Record<Phase, Sentence>;

/** Each phase as a word. */
export const PHASE_NAMES: Readonly<Record<Phase, Sentence>> = {
  queued: { en: 'queued', zh: '排队中' },
  running: { en: 'running', zh: '处理中' },
  retrying: { en: 'retrying', zh: '重试中' },
  paused: { en: 'paused', zh: '已暂停' },
  previewed: { en: 'previewed', zh: '待确认' },
  succeeded: { en: 'succeeded', zh: '已成功' },
  partial: { en: 'partly done', zh: '部分完成' },
  failed: { en: 'failed', zh: '已失败' },
  cancelled: { en: 'cancelled', zh: '已取消' },
  expired: { en: 'expired', zh: '已过期' },
};

/** A phase as a word for people. */
export const phaseName = (phase: Phase, language: Language): string =>
  worded(PHASE_NAMES[phase], language, `phases.${phase}`);

/** Name of a sentence that is no error. */
export type MessageKey = keyof typeof MESSAGES;

/** A sentence that is no error, in a language, filled with values. */
export const message = (key: MessageKey, language: Language, values: MessageValues = {}): string =>
  fill(worded(MESSAGES[key], language, `messages.${key}`), values, language);

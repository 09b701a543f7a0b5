/** Sentences about retryable calls, for operators, in en and zh. */
import { useLongshore } from '@longshore/client/react';
import { type InLanguages, inLanguage } from '@longshore/contract/browser';

const en = {
  title: 'Calls',
  hint: 'Calls that are recorded and run again until they end or are given up.',
  name: 'Name',
  key: 'Key',
  state: 'State',
  anyState: 'Any state',
  params: 'Parameters',
  attempts: 'Attempts',
  recorded: 'Recorded',
  next: 'Next run',
  message: 'Cause',
  actions: 'Actions',
  noCalls: 'No call matches. Choose other filters.',
  more: 'Show more',
  again: 'Run again',
  giveUp: 'Give up',
  askGiveUp: (key: string) => `Give “${key}” up?`,
  askGiveUpLong: 'It is not run again by itself; an operator can still run it.',
  yesGiveUp: 'Yes, give it up',
  no: 'No',
  givenUpBy: (operator: string) => `by ${operator}`,
  states: {
    running: 'running',
    waiting: 'waiting',
    succeeded: 'succeeded',
    refused: 'refused',
    given_up: 'given up',
  },
};

export type CallTexts = typeof en;

const zh: CallTexts = {
  title: '调用',
  hint: '先记录再执行的调用：失败后自动重试，直到结束或放弃。',
  name: '名称',
  key: '业务键',
  state: '状态',
  anyState: '任意状态',
  params: '参数',
  attempts: '尝试次数',
  recorded: '记录时间',
  next: '下次执行',
  message: '原因',
  actions: '操作',
  noCalls: '没有符合条件的调用，请更换筛选条件。',
  more: '显示更多',
  again: '重新执行',
  giveUp: '放弃',
  askGiveUp: (key) => `放弃“${key}”？`,
  askGiveUpLong: '系统不再自动重试；运维人员仍可手动执行。',
  yesGiveUp: '放弃',
  no: '否',
  givenUpBy: (operator) => `由 ${operator}`,
  states: {
    running: '执行中',
    waiting: '等待重试',
    succeeded: '成功',
    refused: '被拒绝',
    given_up: '已放弃',
  },
};

const TEXTS: InLanguages<CallTexts> = { en, zh };

export const useCallTexts = (): CallTexts => inLanguage(TEXTS, useLongshore().language);

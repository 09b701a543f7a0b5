import type { TaskResultOut } from '@longshore/contract/browser';
import { expect, test } from 'vitest';
import { announcementOf, sentenceOf, shareDone } from './button-sentences.js';
import { BUTTON_TRANSITIONS, type ButtonStateName, INITIAL_STATE } from './button-state.js';
import { checkFile, sizeText } from './check-file.js';
import { textsOf } from './texts.js';

const failure = {
  code: 'invalid_params',
  message: 'Some parameters are not valid.',
  errors: [{ path: 'params.from', message: 'no date' }],
};

const RUNNING = {
  status: 1,
  message: null,
  url: null,
  state: false,
  taskId: '0193',
  kind: 'export',
  type: 'orders',
  phase: 'running',
  attempt: 1,
  progress: { done: 0, total: 100, rowsPerSecond: null, etaMs: null },
  counts: null,
  issuesUrl: null,
  notices: 0,
  timeZone: 'UTC',
  fileName: null,
  registeredAt: null,
  expiresAt: null,
  pollAfterMs: 1_000,
} satisfies TaskResultOut;

test('a state that is not the normal one says something, in both languages', () => {
  for (const name of [
    'ready',
    'expired',
    'failed',
    'offline',
    'running',
  ] satisfies ButtonStateName[]) {
    const said = (['en', 'zh'] as const).map((language) =>
      sentenceOf({ ...INITIAL_STATE, name, failure }, language),
    );
    expect(said.every((sentence) => sentence.length > 0)).toBe(true);
  }
  expect(Object.keys(BUTTON_TRANSITIONS).length).toBe(9);
});

test('a failure names the places, and lost lines and sessions say what to do', () => {
  const failed = (code: string) =>
    sentenceOf({ ...INITIAL_STATE, name: 'failed', failure: { ...failure, code } }, 'en');
  expect(failed('invalid_params')).toBe('Some parameters are not valid. params.from: no date');
  expect(failed('unauthenticated')).toContain('Sign in again');
  expect(failed('network')).toContain('Check your connection');
});

test('both languages have the same texts', () => {
  expect(Object.keys(textsOf('zh')).sort()).toEqual(Object.keys(textsOf('en')).sort());
});

test('an upload and an unknown total have their share', () => {
  expect(
    shareDone({ ...INITIAL_STATE, name: 'registering', upload: { sentBytes: 1, totalBytes: 4 } }),
  ).toBe(0.25);
  expect(shareDone({ ...INITIAL_STATE, name: 'running' })).toBe(null);
});

test('progress is announced by quarters, a file when it is taken, and a failure by its alert alone', () => {
  const running = (done: number) =>
    announcementOf(
      {
        ...INITIAL_STATE,
        name: 'running',
        answer: { ...RUNNING, progress: { ...RUNNING.progress, done } },
      },
      'en',
    );
  expect([0, 24, 25, 49, 74, 99].map(running)).toEqual([
    'Running',
    'Running',
    'Running, 25 %',
    'Running, 25 %',
    'Running, 50 %',
    'Running, 75 %',
  ]);
  const taken = { url: '/api/files/x', fileName: null, expiresAt: null };
  expect(announcementOf({ ...INITIAL_STATE, name: 'idle', taken }, 'en')).toBe(
    'The file is ready.',
  );
  expect(announcementOf({ ...INITIAL_STATE, name: 'failed', failure }, 'en')).toBe('');
});

test('a file is refused before its upload by ending, emptiness and size', () => {
  const rules = { accept: '.xlsx', maxBytes: 1_048_576 };
  const check = (name: string, size: number) => checkFile({ name, size }, rules, textsOf('en'));
  expect(check('prices.pdf', 10)).toBe('Choose a file of type .xlsx.');
  expect(check('prices.xlsx', 0)).toContain('empty');
  expect(check('prices.xlsx', 1_048_577)).toContain('larger than 1 MB');
  expect(check('PRICES.XLSX', 1_048_576)).toBe(null);
  expect([0, 900, 1_536, 209_715_200].map(sizeText)).toEqual(['0 B', '900 B', '1.5 KB', '200 MB']);
});

test('a file that is ready tells how many notices its task has', () => {
  const ready = (notices: number) =>
    ({ ...INITIAL_STATE, name: 'ready', answer: { ...RUNNING, notices } }) as const;
  expect(sentenceOf(ready(0), 'en')).toBe('The file is ready.');
  expect(sentenceOf(ready(1), 'en')).toBe('The file is ready. 1 notice');
  expect(sentenceOf(ready(2), 'zh')).toBe('文件已生成。 2 条提示');
});

test('one row is a row', () => {
  const { rows, imported } = textsOf('en');
  expect([rows(1, null), rows(0, 1), rows(1, 2_000)]).toEqual([
    '1 row',
    '0 of 1 row',
    '1 of 2,000 rows',
  ]);
  expect([imported(1, 0), imported(0, 1)]).toEqual(['1 row saved.', '0 rows saved, 1 to correct.']);
});

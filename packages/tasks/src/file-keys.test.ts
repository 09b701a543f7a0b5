import { expect, test } from 'vitest';
import {
  attemptFileKey,
  attemptPrefix,
  endedPrefix,
  FILE_ROOTS,
  taskOf,
  uploadKey,
  uploadPrefix,
} from './index.js';

const taskId = '0193a1b2-0000-7000-8000-00000000002a';

test('every key of a task leads back to the task, and begins with a known root', () => {
  const keys = [
    attemptFileKey({ taskId, attempt: 2 }, 'result.xlsx'),
    `${attemptPrefix({ taskId, attempt: 1 })}/issues.xlsx`,
    `${endedPrefix(taskId)}/issues.xlsx`,
    uploadKey(taskId),
    `${uploadPrefix(taskId)}/original`,
  ];
  for (const key of keys) {
    expect(taskOf(key)).toBe(taskId);
    expect(FILE_ROOTS).toContain(key.split('/')[0]);
  }
});

test('a key of another layout belongs to no task', () => {
  for (const key of ['', 'results', 'other/0193', 'exports/0193/1/a.xlsx'])
    expect(taskOf(key)).toBeNull();
});

test('two attempts of a task never share a key', () => {
  const [first, second] = [1, 2].map((attempt) =>
    attemptFileKey({ taskId, attempt }, 'result.csv'),
  );
  expect(first).not.toBe(second);
});

test('two writers after the end of a task never share a key, nor do they with an attempt', () => {
  const [first = '', second] = [endedPrefix(taskId), endedPrefix(taskId)];
  expect(first).not.toBe(second);
  expect(first.startsWith(attemptPrefix({ taskId, attempt: 1 }))).toBe(false);
});

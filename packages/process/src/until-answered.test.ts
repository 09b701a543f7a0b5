import { AppError } from '@longshore/contract';
import { expect, test } from 'vitest';
import { untilAnswered } from './until-answered.js';

function partThatFails(times: number, error: Error) {
  const told: string[] = [];
  const quiet = () => {};
  const log = {
    debug: quiet,
    info: quiet,
    error: quiet,
    warn: (_: object, line: string) => told.push(line),
  };
  let asked = 0;
  const ask = async () => {
    if (asked++ < times) throw error;
  };
  return { ask, log, told, asked: () => asked };
}

const away = new AppError('store_unavailable', {
  message: 'The store is silent.',
  retryable: true,
});

test('a part that does not answer at once is asked again, and that is told', async () => {
  const { ask, log, told, asked } = partThatFails(2, away);
  await untilAnswered(ask, log);
  expect([asked(), told]).toEqual([3, Array(2).fill('asking again: The store is silent.')]);
});

test('what will not pass is thrown at once', async () => {
  const wrong = new AppError('store_unavailable', { message: 'No right to it.', retryable: false });
  const { ask, log, asked } = partThatFails(1, wrong);
  await expect(untilAnswered(ask, log)).rejects.toBe(wrong);
  expect(asked()).toBe(1);
});

test('the last error is thrown when the patience is over', async () => {
  const { ask, log } = partThatFails(Number.POSITIVE_INFINITY, away);
  await expect(untilAnswered(ask, log, 0)).rejects.toBe(away);
});

import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { untilAborted } from './until-aborted.js';

const stop = new Error('stopped');

test('a source is not asked again once the signal has fired', async () => {
  const controller = new AbortController();
  const asked = vi.fn();
  async function* source() {
    yield 1;
    asked();
    throw stop;
  }
  const items = untilAborted(source(), controller.signal);
  expect(await items.next()).toEqual({ done: false, value: 1 });
  controller.abort(stop);
  await expect(items.next()).rejects.toBe(stop);
  expect(asked).not.toHaveBeenCalled();
});

test('the error of a source that fires the signal itself is not left unhandled', async () => {
  const controller = new AbortController();
  const unhandled = vi.fn();
  process.on('unhandledRejection', unhandled);
  const next = async (): Promise<IteratorResult<number>> => {
    controller.abort(stop);
    throw new Error('thrown by the source after the abort');
  };
  const source = { [Symbol.asyncIterator]: () => ({ next }) };
  await expect(untilAborted(source, controller.signal).next()).rejects.toBe(stop);
  await nextTurn();
  process.off('unhandledRejection', unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});

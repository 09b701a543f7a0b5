import { expect, it } from 'vitest';
import { createIntake } from './intake.js';

const never = new AbortController().signal;

/** Whether the promise is settled once all that can happen now has happened. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol('pending');
  const later = new Promise((resolve) => setImmediate(() => resolve(pending)));
  return (await Promise.race([promise, later])) !== pending;
}

it('takes jobs up to its limit, and none while it is paused', () => {
  const intake = createIntake(2);
  const releases = [intake.take(), intake.take()];
  expect(releases).not.toContain(null);
  expect(intake.take()).toBeNull();
  releases[0]?.();
  intake.pause();
  expect(intake.take()).toBeNull();
  intake.resume();
  expect(intake.take()).not.toBeNull();
});

it('lets runs without a job in beside the limit, which they do not use up', async () => {
  const intake = createIntake(1);
  const job = intake.take();
  const release = await intake.enter(never);
  expect(release).not.toBeNull();
  job?.();
  expect(intake.take()).not.toBeNull();
});

it('has a run that is to be alone wait for runs without a job too', async () => {
  const intake = createIntake(1);
  const release = await intake.enter(never);
  const alone = intake.takeAlone(never);
  expect(await isSettled(alone)).toBe(false);
  release?.();
  expect(await alone).not.toBeNull();
});

it('has runs without a job wait for the end of one that is alone', async () => {
  const intake = createIntake(1);
  const end = await intake.takeAlone(never);
  const both = [intake.enter(never), intake.enter(never)];
  expect(await Promise.all(both.map(isSettled))).toEqual([false, false]);
  end?.();
  expect(await Promise.all(both)).not.toContain(null);
});

it('has runs without a job wait while it is paused, until they are told to stop', async () => {
  const intake = createIntake(1);
  const stop = new AbortController();
  intake.pause();
  const [stopped, waiting] = [intake.enter(stop.signal), intake.enter(never)];
  stop.abort();
  expect(await stopped).toBeNull();
  expect(await isSettled(waiting)).toBe(false);
  intake.resume();
  expect(await waiting).not.toBeNull();
});

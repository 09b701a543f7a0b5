import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  canMove,
  DONE_PHASES,
  FINAL_PHASES,
  isDone,
  isLive,
  isRepeatable,
  LIVE_PHASES,
  PHASES,
  type Phase,
  REPEATABLE_PHASES,
  statusOf,
  TRANSITIONS,
} from './phases.js';

const anyPhase = fc.constantFrom(...PHASES);

test('each phase is either live or final', () => {
  expect([...LIVE_PHASES, ...FINAL_PHASES].sort()).toEqual([...PHASES].sort());
});

test('a final phase is left only by running the task again, and only when it has no result', () => {
  for (const phase of FINAL_PHASES) {
    const mayGoOn = isRepeatable(phase) || phase === 'previewed';
    expect(Object.keys(TRANSITIONS[phase])).toEqual(mayGoOn ? ['queued'] : []);
    expect(isRepeatable(phase)).toBe(!isDone(phase));
  }
  expect([...DONE_PHASES, ...REPEATABLE_PHASES].sort()).toEqual([...FINAL_PHASES].sort());
});

test('every live phase can be cancelled, can expire, and can be given up', () => {
  for (const phase of LIVE_PHASES)
    for (const end of ['cancelled', 'expired', 'failed'] as const)
      expect(canMove(phase, end)).toBe(true);
});

test('whatever happens, a task that is not run again ends, and stays ended', () => {
  fc.assert(
    fc.property(fc.array(anyPhase, { maxLength: 40 }), (wishes) => {
      let phase: Phase = 'queued';
      let ended = false;
      for (const wish of wishes) {
        if (!canMove(phase, wish) || wish === 'queued') continue;
        expect(ended).toBe(false);
        phase = wish;
        ended = !isLive(phase);
      }
    }),
  );
});

test('status is 1 while live and 2 afterwards', () => {
  fc.assert(fc.property(anyPhase, (phase) => statusOf(phase) === (isLive(phase) ? 1 : 2)));
});

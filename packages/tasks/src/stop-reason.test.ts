import { PHASES } from '@longshore/contract';
import { expect, it } from 'vitest';
import { readPhases, stopReason } from './stop-reason.js';

it('a task that is still there was taken over, paused or cancelled', () => {
  for (const entity of PHASES)
    expect(stopReason({ entity, record: entity })).toBe(
      entity === 'cancelled' || entity === 'paused' ? entity : 'superseded',
    );
});

it('a task that is gone was cancelled, passed its deadline, or is unknown', () => {
  const reasons = Object.fromEntries(
    PHASES.map((record) => [record, stopReason({ entity: null, record })]),
  );
  expect(reasons).toEqual({
    queued: 'expired',
    running: 'expired',
    retrying: 'expired',
    paused: 'expired',
    expired: 'expired',
    cancelled: 'cancelled',
    previewed: 'gone',
    succeeded: 'gone',
    partial: 'gone',
    failed: 'gone',
  });
  expect(stopReason(readPhases('', ''))).toBe('gone');
});

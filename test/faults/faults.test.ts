/**
 * The short form of each fault of the suite; at length they run by `npm run faults`. Most of their
 * time they wait, so several run at once; those whose promise is a time run alone.
 */
import { describe, expect, inject, test } from 'vitest';
import '../support/provided.js';
import { everyFault, type NamedFault } from './every-fault.js';
import { onStage } from './stage.js';

const USUAL_MS = 120_000;

const faults = (await everyFault()).filter(({ isLengthy }) => !isLengthy);

const s3 = inject('s3');

describe.concurrent('beside each other', () => {
  for (const fault of faults) if (fault.isTimed !== true) play(fault);
});

describe('alone', () => {
  for (const fault of faults) if (fault.isTimed === true) play(fault);
});

function play(fault: NamedFault): void {
  const { name, promises, run, shortMs = USUAL_MS, needsS3 = false } = fault;
  test.skipIf(needsS3 && s3 === null)(`${name}: ${promises}`, { timeout: shortMs }, async () => {
    const verdict = await onStage({ databaseUrl: inject('databaseUrl'), s3, isShort: true }, run);
    expect(verdict, verdict.measured).toMatchObject({ holds: true });
  });
}

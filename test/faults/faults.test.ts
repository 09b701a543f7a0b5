/** The short form of each fault of the suite; at length they run by `npm run faults`. */
import { expect, inject, test } from 'vitest';
import '../support/provided.js';
import { everyFault } from './every-fault.js';
import { onStage } from './stage.js';

const USUAL_MS = 120_000;

const faults = (await everyFault()).filter(({ isLengthy }) => !isLengthy);

const s3 = inject('s3');

for (const { name, promises, run, shortMs = USUAL_MS, needsS3 = false } of faults)
  test.skipIf(needsS3 && s3 === null)(`${name}: ${promises}`, { timeout: shortMs }, async () => {
    const verdict = await onStage({ databaseUrl: inject('databaseUrl'), s3, isShort: true }, run);
    expect(verdict, verdict.measured).toMatchObject({ holds: true });
  });

/** The short form of each fault of the suite; at length they run by `npm run faults`. */
import { expect, inject, test } from 'vitest';
import '../support/provided.js';
import { everyFault } from './every-fault.js';
import { onStage } from './stage.js';

const USUAL_MS = 120_000;

const faults = (await everyFault()).filter(({ isLengthy }) => !isLengthy);

for (const { name, promises, run, shortMs = USUAL_MS } of faults)
  test(`${name}: ${promises}`, { timeout: shortMs }, async () => {
    const verdict = await onStage({ databaseUrl: inject('databaseUrl'), isShort: true }, run);
    expect(verdict, verdict.measured).toMatchObject({ holds: true });
  });

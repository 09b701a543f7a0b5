/** The short form of a fault as one test. */
import { expect, inject, test } from 'vitest';
import '../support/provided.js';
import { everyFault, type NamedFault } from './every-fault.js';
import { onStage } from './stage.js';

/** No promise: one that hangs is to end, and one on a busy machine is not. */
const LONGEST_MS = 300_000;

/** Those of `npm test`; the promise of a timed one is a time. */
export const shortFaults = async ({ timed }: { readonly timed: boolean }): Promise<NamedFault[]> =>
  (await everyFault()).filter(
    ({ isLengthy, isTimed = false }) => isLengthy !== true && isTimed === timed,
  );

/** Holds what the fault promises. */
export function playShort(fault: NamedFault): void {
  const { name, promises, run, needsS3 = false } = fault;
  const s3 = inject('s3');
  test.skipIf(needsS3 && s3 === null)(
    `${name}: ${promises}`,
    { timeout: LONGEST_MS },
    async ({ skip }) => {
      const verdict = await onStage({ databaseUrl: inject('databaseUrl'), s3, isShort: true }, run);
      if (verdict.isSkipped === true) skip(verdict.measured);
      expect(verdict, verdict.measured).toMatchObject({ holds: true });
    },
  );
}

/** What one fault of the suite is, and what its run tells. */
import type { Stage } from './stage.js';

/** What a run of a fault measured, and whether the promise held. */
export interface Verdict {
  /** Tasks, kills or calls that the fault met. */
  readonly runs: number;
  /** `0 lost, 0 doubled, take-over p50 4.9 s`. */
  readonly measured: string;
  readonly holds: boolean;
  /** It could not be played here; `measured` says why. */
  readonly isSkipped?: boolean;
}

/** Of a fault that this machine cannot bring about. */
export const skipped = (why: string): Verdict => ({
  runs: 0,
  measured: `SKIPPED: ${why}`,
  holds: true,
  isSkipped: true,
});

/** One file of `faults/`, as its default export. */
export interface Fault {
  /** What happens to the system, in one sentence. */
  readonly does: string;
  /** What holds all the same, in one sentence. */
  readonly promises: string;
  /** Cannot be played where no S3 server can be had. */
  readonly needsS3?: boolean;
  /** Its promise is a time: the short form runs while no other fault does. */
  readonly isTimed?: boolean;
  /** Has no short form: something else of `npm test` holds it. */
  readonly isLengthy?: boolean;
  run(stage: Stage): Promise<Verdict>;
}

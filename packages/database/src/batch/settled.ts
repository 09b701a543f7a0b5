/** A record of a page, and where its outcome leaves it. */
import type { RecordOutcome } from '../batch-ledger.js';
import type { TakenRecord } from './page-context.js';

/** A record and where its outcome leaves it. */
export interface Settled {
  readonly record: TakenRecord;
  readonly outcome: RecordOutcome;
  /** Null: to be worked again before this run counts it. */
  readonly state: 'success' | 'failure' | 'exception' | null;
  /** Text of the flag to stand at. */
  readonly flag: string;
}

/** What became of a record that threw: an exception, due again after a while or given up. */
import { REFUSED_BY_DATABASE, refusalSentence } from '@longshore/contract';
import type { BatchRecord, RecordOutcome } from '@longshore/database';
import { causeText } from '@longshore/executors';
import { backoffMs } from '../fault.js';
import type { OpenedBatch } from './opened-batch.js';

/** Code of an exception that is no refusal of the database. */
const EXCEPTION = 'exception';

export function exceptionOf(
  error: unknown,
  { tries }: BatchRecord,
  { executor, database, context }: OpenedBatch,
): RecordOutcome {
  const fault = database.faultOf(error);
  const done = tries + 1;
  return {
    state: 'exception',
    code: fault.kind === 'row' ? REFUSED_BY_DATABASE : EXCEPTION,
    message:
      fault.kind === 'row'
        ? refusalSentence(fault.refusal, context.language, fault.values)
        : wordsOf(error),
    retryInMs: done >= executor.maxTries ? null : backoffMs(done),
  };
}

const wordsOf = (error: unknown): string =>
  error instanceof Error ? causeText(error) || error.name : String(error);

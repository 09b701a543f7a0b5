/** A batch, over the records that stand in its table. */
import type { FailedRecordsOut, Notice, Phase } from '@longshore/contract';
import { find } from './find.js';
import { firstAttempt, runInMemory } from './run-in-memory.js';
import type { Row, TestCaller, Tested } from './tested.js';

/** What became of the records. */
export interface BatchOutcome {
  readonly phase: Phase;
  readonly succeeded: number;
  /** The business said no. */
  readonly failed: number;
  /** They threw, or could not be reached, and are tried again by a later batch. */
  readonly exceptions: number;
  /** Those that did not succeed: key, state, code and message. */
  readonly records: FailedRecordsOut['items'];
  readonly notices: readonly Notice[];
}

export async function testBatch(
  tested: Tested,
  type: string,
  params: Row = {},
  caller: TestCaller = {},
): Promise<BatchOutcome> {
  const executor = find('batch', type, tested);
  const task = {
    ...firstAttempt(caller),
    kind: 'batch',
    type,
    params: executor.params.parse(params) as Row, // params are an object
    batchNo: null,
    only: null,
  } as const;
  const { phase, counts, notices } = await runInMemory(task, tested);
  const records: BatchOutcome['records'] = [];
  for await (const page of tested.business.database.failedRecords(task.taskId))
    records.push(...page.map(({ position: _, ...record }) => record));
  return {
    phase,
    succeeded: counts?.succeeded ?? 0,
    failed: counts?.failed ?? 0,
    exceptions: counts?.exceptions ?? 0,
    records,
    notices,
  };
}

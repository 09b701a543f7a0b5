/** Opens a run for an attempt of the lead, the first time or again. */
import type { BatchRun, BatchState } from '../batch-ledger.js';
import type { BatchScope, BatchSource } from '../batch-source.js';
import { FencedError } from '../run-ledger.js';
import type { Sql } from '../sql.js';
import { checkSource, refuseProblems } from './check.js';
import { ask, type BatchDialect, type BatchGround } from './dialect.js';
import { FirstOpening } from './first-opening.js';
import { lanesOf, lockedRun, stateOfRun, withHeldType, writeRun } from './runs.js';
import { type Columns, refuseChange } from './source-columns.js';

/** As `BatchLedger.openBatch`. */
export function openBatch(
  ground: BatchGround,
  run: BatchRun,
  source: BatchSource,
  scope: BatchScope,
): Promise<BatchState> {
  const { dialect } = ground;
  const { taskId, attempt } = run;
  return withHeldType(ground, run, source, () =>
    ground.transaction(async (tx) => {
      const stored = await lockedRun(dialect, tx, taskId);
      const mayOpen = stored.attempt < attempt || (stored.attempt === attempt && !stored.closed);
      if (!mayOpen) throw new FencedError(run);
      const { columns, problems } = await checkSource(dialect, tx, source);
      refuseProblems(problems);
      const heldType = source.orderBy === null ? null : source.type;
      const before = { ...stored, attempt, opened: true, closed: false, heldType };
      await ask(dialect, tx, writeRun(dialect, taskId, before)); // the type is held before anything is counted
      if (stored.opened) await reopenLanes(dialect, tx, taskId, source, columns);
      else {
        const total = await new FirstOpening(dialect, tx, taskId, source, scope, columns).open();
        await ask(dialect, tx, writeRun(dialect, taskId, { ...before, total }));
      }
      const state = await stateOfRun(dialect, tx, taskId);
      if (state === null) throw new Error(`The batch of task ${taskId} was not written`);
      return state;
    }),
  );
}

async function reopenLanes(
  dialect: BatchDialect,
  tx: Sql,
  taskId: string,
  source: BatchSource,
  columns: Columns,
): Promise<void> {
  const [lane] = await lanesOf(dialect, tx, taskId);
  if (lane !== undefined) refuseChange(source, columns, lane.scope.kinds);
  await ask(
    dialect,
    tx,
    dialect.sql`UPDATE ${dialect.ledger('batch_lane')} SET closed = false WHERE task_id = ${taskId}`,
  );
}

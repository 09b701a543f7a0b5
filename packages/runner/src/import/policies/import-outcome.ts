/** How an import ends: its phase, its counts, and the workbooks that tell its rows. */
import { AppError } from '@longshore/contract';
import type { RunState } from '@longshore/database';
import { type AttemptOutcome, attemptPrefix } from '@longshore/tasks';
import { faultOf } from '../../fault.js';
import type { NoticeList } from '../../notice-list.js';
import type { RunServices } from '../../run-services.js';
import { type WorkbookRows, writeErrorWorkbook } from '../error-workbook.js';
import type { OpenedImport } from '../open-import.js';
import { everyRow, everyRowUndone } from './every-row.js';
import type { SavePlan } from './save-plan.js';
import type { Undone } from './save-whole.js';

interface ImportEnd {
  readonly opened: OpenedImport;
  readonly plan: SavePlan;
  readonly end: {
    readonly state: RunState;
    readonly isStopped: boolean;
    readonly undone: Undone | null;
  };
  readonly notices: NoticeList;
  readonly services: RunServices;
  readonly signal: AbortSignal;
}

export async function outcomeOf(ended: ImportEnd): Promise<AttemptOutcome> {
  const { opened, plan, end, notices, services } = ended;
  const { undone, isStopped, state } = end;
  const { total } = opened.measured;
  const told = { notices: notices.list(), error: null };
  const failedBy = (error: AppError) => ({
    ...told,
    phase: 'failed' as const,
    error: faultOf(error, services.business).error,
  });
  if (undone !== null) {
    const { failed, failedRows } = undone;
    const issues = await writeWorkbook(ended, everyRowUndone(opened, undone)).finally(() =>
      failedRows.remove(),
    );
    const counts = { total, succeeded: state.succeeded, failed };
    const error = new AppError('nothing_saved', { values: { failed } });
    return { ...failedBy(error), counts, result: issues, issues };
  }
  const counts = { total, succeeded: state.succeeded, failed: state.failed };
  const issues = state.failed === 0 ? null : await writeWorkbook(ended);
  if (isStopped) {
    const error = new AppError('too_many_failed', { values: { maxErrors: plan.mostFailed } });
    return { ...failedBy(error), counts, result: issues, issues };
  }
  const result = plan.showsEveryRow ? await writeWorkbook(ended, everyRow(opened)) : issues;
  return { ...told, phase: issues === null ? 'succeeded' : 'partial', counts, result, issues };
}

const writeWorkbook = ({ opened, services: { store }, signal }: ImportEnd, rows?: WorkbookRows) =>
  writeErrorWorkbook({
    opened,
    prefix: attemptPrefix(opened.task),
    signal,
    store,
    ...(rows && { rows }),
  });

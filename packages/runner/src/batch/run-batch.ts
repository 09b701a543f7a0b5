/**
 * A batch, as its lead runs it: open the run in the database, share the lanes out, work on the
 * first one, look after the others, close the run, and write its files.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { BatchState } from '@longshore/database';
import { type AttemptOutcome, attemptPrefix, type BatchTask } from '@longshore/tasks';
import { noteMasked } from '../note-masked.js';
import { createNoticeList, type NoticeList } from '../notice-list.js';
import type { ProgressReporter } from '../progress-reporter.js';
import type { RunServices } from '../run-services.js';
import { shownColumns, writeIssuesWorkbook } from './files/issues-workbook.js';
import { writeResultWorkbook } from './files/result-workbook.js';
import { type LaneProgress, rowCounts, startLaneProgress } from './lane-progress.js';
import { leftIn } from './left-in.js';
import { openRun } from './open-run.js';
import { type OpenedBatch, openedBatch } from './opened-batch.js';
import { lanesOf, shareLanes, takeOver, tendLanes } from './tend-lanes.js';
import { withinWindow } from './window.js';
import { workLane } from './work-lane.js';

export async function runBatch(
  task: BatchTask,
  reporter: ProgressReporter,
  services: RunServices,
): Promise<AttemptOutcome> {
  const batch = await withinWindow(openedBatch(task, reporter.signal, services), services);
  const notices = createNoticeList();
  const state = await openRun(batch, notices, services);
  const progress = startLaneProgress(batch, state, { reporter, log: services.log });
  try {
    await shareLanes(batch, state.lanes, services);
    await workOnFirst(batch, progress);
    await tendLanes(batch, progress, services);
    await lookForUnlocked(batch, progress, services);
  } finally {
    await progress.close();
  }
  const { taskId, attempt } = task;
  const closed = await batch.database.closeBatch({ taskId, attempt }, batch.executor.source);
  reporter.report(rowCounts(closed ?? state));
  return outcomeOf(batch, { state: closed ?? state, notices }, services);
}

const workOnFirst = async (batch: OpenedBatch, { note }: LaneProgress): Promise<void> =>
  workLane(await batch.database.openLane(batch.task.taskId, 0), batch, note);

const LOOKS = 3;
const LOOK_AFTER_MS = 500;

/**
 * Records that somebody else had locked are taken when they are free by now. The job of a helper
 * may come late and take a lane meanwhile: then that lane is tended like before.
 */
async function lookForUnlocked(
  batch: OpenedBatch,
  progress: LaneProgress,
  services: RunServices,
): Promise<void> {
  const { database, task, context } = batch;
  for (let looks = 0; looks < LOOKS; looks++) {
    const state = await database.batchState(task.taskId);
    if (state === null || leftIn(state) === 0) return;
    await sleep(LOOK_AFTER_MS, undefined, { signal: context.signal });
    for (const { lane } of await lanesOf(batch)) await takeOver(batch, lane, progress);
    await tendLanes(batch, progress, services);
  }
}

interface BatchEnd {
  readonly state: BatchState;
  readonly notices: NoticeList;
}

/** The files tell what no page changes any more: the run is closed. */
async function outcomeOf(
  batch: OpenedBatch,
  { state, notices }: BatchEnd,
  services: RunServices,
): Promise<AttemptOutcome> {
  const left = leftIn(state);
  if (left > 0) notices.add('records_left', { count: left });
  const counts = rowCounts(state);
  const result = await writeResultWorkbook(batch, { state, notices }, services);
  const issues =
    counts.failed === 0
      ? null
      : await writeIssuesWorkbook(batch, attemptPrefix(batch.task), services);
  if (issues !== null) noteMasked(shownColumns(batch), notices);
  return {
    phase: counts.failed + left === 0 ? 'succeeded' : 'partial',
    counts,
    result,
    issues,
    notices: notices.list(),
    error: null,
  };
}

/**
 * What the lead does beside its own lane: it has helpers take the other lanes, and works itself on
 * those that nobody has, or whose worker is gone.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { FencedError, type LaneState } from '@longshore/database';
import type { RunServices } from '../run-services.js';
import type { LaneProgress } from './lane-progress.js';
import type { OpenedBatch } from './opened-batch.js';
import { workLane } from './work-lane.js';

const LOOK_EVERY_MS = 200;

/** Queues a helper for each lane but the first that is not at its end. */
export async function shareLanes(
  { task }: OpenedBatch,
  lanes: readonly LaneState[],
  { queue }: RunServices,
): Promise<void> {
  for (const { lane } of lanes.filter(isOpen)) if (lane > 0) await queue.enqueueHelper(task, lane);
}

/** Ends when every lane has. Throws FencedError when the run was closed. */
export async function tendLanes(
  batch: OpenedBatch,
  progress: Pick<LaneProgress, 'note'>,
  services: RunServices,
): Promise<void> {
  const { signal } = batch.context;
  for (;;) {
    signal.throwIfAborted();
    const open = (await lanesOf(batch)).filter(isOpen);
    if (open.length === 0) return;
    const left = await firstWithoutWorker(batch, open, services);
    if (left === null || !(await takeOver(batch, left, progress)))
      await sleep(LOOK_EVERY_MS, undefined, { signal });
  }
}

const isOpen = ({ standing }: LaneState): boolean => standing !== 'ended';

/** Throws FencedError when the run was closed, or has a newer lead. */
export async function lanesOf({ database, task }: OpenedBatch): Promise<readonly LaneState[]> {
  const { taskId, attempt } = task;
  const state = await database.batchState(taskId);
  if (state === null || state.isClosed || state.attempt > attempt) throw new FencedError(task);
  return state.lanes;
}

/** A job that waits, whoever had the lane before, has no worker. */
async function firstWithoutWorker(
  { task: { kind, taskId } }: OpenedBatch,
  open: readonly LaneState[],
  { queue }: RunServices,
): Promise<number | null> {
  for (const { lane } of open)
    if (lane === 0 || (await queue.helperState(kind, taskId, lane)) !== 'active') return lane;
  return null;
}

/** Works on a lane to its end, whoever had it. False: a helper took the lane in between. */
export async function takeOver(
  batch: OpenedBatch,
  lane: number,
  { note }: Pick<LaneProgress, 'note'>,
): Promise<boolean> {
  const { database, task } = batch;
  try {
    await workLane(await database.openLane(task.taskId, lane), batch, note);
    return true;
  } catch (error) {
    if (error instanceof FencedError) return false;
    throw error;
  }
}

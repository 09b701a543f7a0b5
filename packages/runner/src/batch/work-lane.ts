/**
 * Works on a lane of a batch to its end, page after page. Used by the lead for its own lane and for
 * lanes that nobody has, and by helpers.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { LaneRun, LaneState } from '@longshore/database';
import type { OpenedBatch } from './opened-batch.js';
import { workPage } from './work-page.js';

/** A page that a conflict or a fault of the system broke off is tried so often in all. */
const PAGE_TRIES = 5;
const RETRY_MS = 50;
const SHORTEST_WAIT_MS = 20;

/** Throws FencedError, OutsideWindow, and what the database and the executor throw. */
export async function workLane(
  lane: LaneRun,
  batch: OpenedBatch,
  onPage?: (state: LaneState) => void,
): Promise<void> {
  const { signal } = batch.context;
  for (;;) {
    signal.throwIfAborted();
    batch.checkWindow();
    const state = await pageOf(lane, batch);
    onPage?.(state);
    const { standing, dueInMs } = state;
    if (standing === 'ended') return;
    const waitMs =
      standing === 'waiting' ? Math.max(dueInMs ?? 0, SHORTEST_WAIT_MS) : await throttleMs(batch);
    if (waitMs > 0) await sleep(waitMs, undefined, { signal });
  }
}

/**
 * One page. Two lanes may lock each other out, which the database ends by a fault of one of them:
 * this is no fault of a record, nor of the run.
 */
async function pageOf(lane: LaneRun, batch: OpenedBatch): Promise<LaneState> {
  const { database, executor, context } = batch;
  const { source, pageRows, claim } = executor;
  const options = { rows: pageRows, signal: context.signal, claim };
  for (let tries = 1; ; tries++) {
    try {
      return await observed(batch, (work) => database.batchPage(lane, source, options, work));
    } catch (error) {
      const { kind } = database.faultOf(error);
      const mayHeal = kind === 'conflict' || kind === 'system';
      if (tries === PAGE_TRIES || !mayHeal) throw error;
      await sleep(RETRY_MS * tries * (1 + Math.random()), undefined, { signal: context.signal });
    }
  }
}

type Work = ReturnType<typeof workPage>;

/** Tells of the page once it is committed. */
async function observed(
  batch: OpenedBatch,
  commit: (work: Work) => Promise<LaneState>,
): Promise<LaneState> {
  const began = performance.now();
  const work = workPage(batch);
  let worked: Awaited<ReturnType<Work>> = [];
  const state = await commit(async (records, tx) => {
    worked = await work(records, tx);
    return worked;
  });
  const outcomes = worked.flatMap((one) => (one.state === 'waiting' ? [] : [one.state]));
  const durationMs = performance.now() - began;
  if (outcomes.length > 0) batch.onCommitted({ type: batch.executor.type, durationMs, outcomes });
  return state;
}

async function throttleMs({ database, executor, context }: OpenedBatch): Promise<number> {
  if (!executor.isThrottled) return 0;
  return database.read(context.signal, (db) => executor.throttle({ ...context, db }));
}

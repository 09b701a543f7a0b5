/** The hours of the day in which a batch may run, by the wall clock of its task's zone. */
import type { DayWindow } from '@longshore/executors';
import { zoneInstant, zoneOffset } from '@longshore/workbook/dates';
import type { RunServices } from '../run-services.js';
import type { OpenedBatch } from './opened-batch.js';

/** The batch may go on when its window opens. */
export class OutsideWindow extends Error {
  readonly opensInMs: number;

  constructor(opensInMs: number) {
    super(`The window of the batch opens in ${opensInMs} ms.`);
    this.name = 'OutsideWindow';
    this.opensInMs = opensInMs;
  }
}

/**
 * The batch, which looks before each page whether its window is still open. Throws OutsideWindow
 * when it is closed now, by Redis TIME.
 */
export async function withinWindow(
  batch: OpenedBatch,
  { tasks }: Pick<RunServices, 'tasks'>,
): Promise<OpenedBatch> {
  const { timeZone } = batch.context;
  const { window } = batch.executor;
  if (window === null) return batch;
  const ahead = (await tasks.nowMs()) - performance.now();
  const checkWindow = () => {
    const nowMs = Math.round(ahead + performance.now());
    const opensInMs = opensIn(window, timeZone, nowMs);
    if (opensInMs > 0) throw new OutsideWindow(opensInMs);
  };
  checkWindow();
  return { ...batch, checkWindow };
}

const DAY_MS = 86_400_000;

/** 0: the window is open. */
export function opensIn(window: DayWindow, timeZone: string, nowMs: number): number {
  const { fromMs, toMs } = window;
  const wall = nowMs + zoneOffset(timeZone)(nowMs);
  const timeOfDay = ((wall % DAY_MS) + DAY_MS) % DAY_MS;
  const isOpen =
    fromMs < toMs
      ? fromMs <= timeOfDay && timeOfDay < toMs
      : fromMs <= timeOfDay || timeOfDay < toMs;
  if (isOpen) return 0;
  const midnight = wall - timeOfDay;
  const opensAt = midnight + fromMs + (timeOfDay < fromMs ? 0 : DAY_MS);
  const inMs = zoneInstant(timeZone)(opensAt) - nowMs;
  // Where clocks were set back, the time that occurs twice was passed once already.
  return inMs > 0 ? inMs : opensAt - wall;
}

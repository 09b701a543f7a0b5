/** The sheet that says what a batch was, how its records ended, and how long it took. */
import { inLanguage } from '@longshore/contract';
import type { BatchState } from '@longshore/database';
import type { Cell, SheetToWrite } from '@longshore/workbook';
import { durationText } from '../../duration-text.js';
import { leftIn } from '../left-in.js';
import type { OpenedBatch } from '../opened-batch.js';
import { flagOf, type RecordState } from './record-state.js';
import { batchWords, type Words } from './words.js';

const ITEM_WIDTH = 24;
const VALUE_WIDTH = 44;

export interface BatchTimes {
  readonly startedAt: Date;
  readonly endedAt: Date;
}

export function summarySheet(
  { task, executor }: OpenedBatch,
  state: BatchState,
  { startedAt, endedAt }: BatchTimes,
): SheetToWrite {
  const { language, taskId, batchNo } = task;
  const words = batchWords(language);
  const { succeeded, failed, exceptions, total } = state;
  const ended = (name: RecordState, count: number): Cell[] => [
    stateName(name, executor, words),
    count,
  ];
  const rows: Cell[][] = [
    [words.batch, inLanguage(executor.title, language)],
    [words.type, executor.type],
    [words.batchNo, batchNo],
    [words.task, taskId],
    [words.records, total],
    ended('success', succeeded),
    ended('exception', exceptions),
    ended('failure', failed),
    [`${words.unprocessed} (${executor.source.flags.new})`, leftIn(state)],
    [words.start, startedAt],
    [words.end, endedAt],
    [words.duration, durationText(endedAt.getTime() - startedAt.getTime())],
  ];
  const columns = [
    { header: words.item, width: ITEM_WIDTH },
    { header: words.value, width: VALUE_WIDTH },
  ];
  return { name: words.summary, columns, rows: [rows] };
}

/** With its flag: `success (2)`. */
function stateName(
  state: RecordState,
  { source }: OpenedBatch['executor'],
  { states }: Words,
): string {
  const flag = flagOf(state, source.flags);
  return flag === null ? states[state] : `${states[state]} (${flag})`;
}

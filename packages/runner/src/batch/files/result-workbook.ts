/** The result of a batch: one workbook with a summary, and a line for each record. */
import { inLanguage } from '@longshore/contract';
import type { BatchState } from '@longshore/database';
import { contentTypeOf } from '@longshore/storage';
import { attemptFileKey, type StoredFile } from '@longshore/tasks';
import { writeXlsx } from '@longshore/workbook';
import type { NoticeList } from '../../notice-list.js';
import { resultFileName } from '../../result-file.js';
import type { RunServices } from '../../run-services.js';
import type { OpenedBatch } from '../opened-batch.js';
import { detailSheet } from './detail-sheet.js';
import { summarySheet } from './summary-sheet.js';

interface ResultOptions {
  /** Of the closed run. */
  readonly state: BatchState;
  readonly notices: NoticeList;
}

/** Writes and stores it; memory does not grow with the records. */
export async function writeResultWorkbook(
  batch: OpenedBatch,
  { state, notices }: ResultOptions,
  { store, tasks }: Pick<RunServices, 'store' | 'tasks'>,
): Promise<StoredFile> {
  const { task, context } = batch;
  const { signal, timeZone } = context;
  const endedAt = await tasks.nowMs();
  const times = {
    startedAt: new Date(task.startedAt ?? endedAt),
    endedAt: new Date(endedAt),
  };
  const name = batchFileName(batch);
  const key = attemptFileKey(task, 'result.xlsx');
  const body = writeXlsx([summarySheet(batch, state, times), detailSheet(batch)], {
    signal,
    timeZone,
    onNotice: ({ code, values }) => notices.add(code, values),
  });
  const { sizeBytes } = await store.put(key, body, { contentType: contentTypeOf(name), signal });
  return { key, name, sizeBytes };
}

/** Title of the batch, and the time of its registration. */
export const batchFileName = ({ task, executor }: OpenedBatch): string => {
  const { registeredAt, timeZone, language } = task;
  const named = { fileName: null, format: 'xlsx', registeredAt, timeZone } as const;
  return resultFileName(named, inLanguage(executor.title, language));
};

/**
 * The sheet with a line for each record each time that it was worked: when, in which batch, its
 * number, its key, and what became of it. Its rows are read from the ledger while they are written.
 */
import type { WorkedPage } from '@longshore/database';
import type { Cell, SheetToWrite } from '@longshore/workbook';
import { DEFAULT_DATE_FORMAT } from '@longshore/workbook/dates';
import type { OpenedBatch } from '../opened-batch.js';
import { batchWords, reasonCell } from './words.js';

/** Few enough that the cells of a batch are garbage before V8 copies them to its old generation. */
const BATCH_ROWS = 500;
const KEY_WIDTH = 20;
const RESULT_WIDTH = 60;

export function detailSheet(batch: OpenedBatch): SheetToWrite {
  const words = batchWords(batch.task.language);
  return {
    name: words.detail,
    columns: [
      { header: words.time, format: DEFAULT_DATE_FORMAT },
      { header: words.batch, width: KEY_WIDTH },
      { header: words.row },
      { header: words.key, width: KEY_WIDTH },
      { header: words.result, width: RESULT_WIDTH },
    ],
    rows: detailRows(batch),
  };
}

async function* detailRows(batch: OpenedBatch): AsyncGenerator<Cell[][]> {
  const { database, task } = batch;
  const line = lines(batch);
  for await (const pages of database.workedPages(task.taskId))
    for (const page of pages) {
      const failed = new Map(page.outcomes.map((outcome) => [outcome.key, outcome]));
      for (let from = 0; from < page.keys.length; from += BATCH_ROWS)
        yield page.keys.slice(from, from + BATCH_ROWS).map((key) => line(page, key, failed));
    }
}

type Failed = ReadonlyMap<string, WorkedPage['outcomes'][number]>;

/** Numbers the lines. */
function lines({ task, executor }: OpenedBatch) {
  const { states } = batchWords(task.language);
  const batchName = task.batchNo ?? executor.type;
  const keyColumn = executor.columns.find(({ key }) => key === executor.source.key);
  let number = 0;
  return ({ at }: WorkedPage, key: string, failed: Failed): Cell[] => {
    number += 1;
    const outcome = failed.get(key);
    const result =
      outcome === undefined ? states.success : `${states[outcome.state]}: ${outcome.message}`;
    return [
      at,
      batchName,
      number,
      keyColumn?.toCell(key) ?? key,
      reasonCell(result, task.language),
    ];
  };
}

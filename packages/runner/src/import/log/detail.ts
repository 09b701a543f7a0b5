/**
 * The file with a line for each row that an import came to: time, file, sheet, row, key, result.
 * Its lines were committed with the rows, so that each row has one, whatever died meanwhile.
 */
import { contentTypeOf } from '@longshore/storage';
import { importLog } from '@longshore/tasks';
import { type Cell, writeXlsx } from '@longshore/workbook';
import { DEFAULT_DATE_FORMAT } from '@longshore/workbook/dates';
import type { RunServices } from '../../run-services.js';
import type { OpenedImport } from '../open-import.js';
import type { DetailPage } from './detail-lines.js';
import { logWords } from './words.js';

const NAME_WIDTH = 24;
const RESULT_WIDTH = 60;

/** An import, and the parts of its upload. */
type DetailedImport = Pick<OpenedImport, 'task' | 'executor' | 'database' | 'table'>;

/** Nothing where the type does not tell its rows, or keeps nothing. */
export async function writeDetail(
  opened: DetailedImport,
  signal: AbortSignal,
  { store }: Pick<RunServices, 'store'>,
): Promise<void> {
  const { task, executor, database } = opened;
  if (!executor.detail || database.details === null) return;
  const words = logWords(task.language);
  const sheet = {
    name: words.detail,
    columns: [
      { header: words.time, format: DEFAULT_DATE_FORMAT },
      { header: words.file, width: NAME_WIDTH },
      { header: words.sheet, width: NAME_WIDTH },
      { header: words.row },
      { header: words.key, width: NAME_WIDTH },
      { header: words.result, width: RESULT_WIDTH },
    ],
    rows: lines(opened, database.details.texts(task.taskId)),
  };
  const { key, name } = importLog(task, 'detail');
  const body = writeXlsx([sheet], { signal, timeZone: task.timeZone });
  await store.put(key, body, { contentType: contentTypeOf(name), signal });
}

async function* lines(
  { task, table }: DetailedImport,
  texts: AsyncIterable<string>,
): AsyncGenerator<Cell[][]> {
  for await (const text of texts) {
    const page = JSON.parse(text) as DetailPage; // by detailOf
    const at = new Date(page.at);
    yield page.lines.map(([number, row, key, result]) => {
      const part = table.parts[number - 1];
      return [at, part?.fileName ?? task.upload.name, part?.sheetName ?? '', row, key, result];
    });
  }
}

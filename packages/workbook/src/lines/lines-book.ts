/** A text file of one row a line, as a workbook of one sheet whose header stands in no row. */

import type { Cell } from '../cell.js';
import { encodingNotices, type OpenText } from '../csv/open-text.js';
import type { Notice } from '../notice.js';
import { PendingRows, type RowBatch } from '../pending-rows.js';
import type { RowsOptions, Sheet, Workbook } from '../read/read-xlsx.js';
import { type TextLine, textLines } from './text-lines.js';

/** A sheet whose columns have names without a row of headers: all its rows are values. */
export interface LinesSheet extends Sheet {
  /** Index 0 = column A. */
  readonly header: readonly string[];
}

/** Text of one row a line. The number of a row is that of its line. */
export interface LinesBook extends Workbook {
  readonly sheets: readonly [LinesSheet];
  readonly encoding: string;
  /** `encoding_assumed` { encoding } where no byte proves the encoding. */
  notices(): readonly Notice[];
}

interface LinesBookOptions {
  readonly text: OpenText;
  readonly sheetName: string;
  readonly header: readonly string[];
  readonly cellsOf: (line: TextLine, textColumns: ReadonlySet<number>) => Cell[];
}

const BATCH_ROWS = 1_000;
const NONE: ReadonlySet<number> = new Set();

export function linesBook({ text, sheetName, header, cellsOf }: LinesBookOptions): LinesBook {
  async function* rows({
    signal,
    batchRows = BATCH_ROWS,
    textColumns = NONE,
  }: RowsOptions = {}): AsyncGenerator<RowBatch, void, undefined> {
    const pending = new PendingRows(batchRows);
    for await (const lines of textLines(text, signal)) {
      for (const line of lines) {
        const found = { number: line.number, hidden: false, length: line.text.length };
        pending.add(cellsOf(line, textColumns), found);
      }
      yield* pending.batches();
    }
    pending.endBatch();
    yield* pending.batches();
  }
  return {
    encoding: text.encoding.encoding,
    date1904: false,
    sheets: [{ name: sheetName, hidden: false, header, rows }],
    notices: () => encodingNotices(text.encoding),
  };
}

/**
 * The first pass over an upload: is all of it readable, how many rows does it have, how wide are
 * they, and how are its numbers and dates written.
 */
import { AppError, type UploadOptions } from '@longshore/contract';
import { createFileEvidence, type FileForms } from './file-forms.js';
import type { Table } from './import-table.js';

export interface Measured {
  readonly total: number;
  /** Cells of the widest row: some stand right of the header. */
  readonly width: number;
  /** What the sender said, else what the file proves. */
  readonly forms: FileForms;
}

/**
 * `options`: as the sender said them; `timeZone`: of the task. Throws AppError `no_rows` and `too_many_rows`, and what reading
 * throws.
 */
export async function measureTable(
  table: Table,
  maxRows: number,
  { options, timeZone }: { readonly options: UploadOptions; readonly timeZone: string },
): Promise<Measured> {
  const evidence = createFileEvidence(table);
  let total = 0;
  let width = table.header.length;
  for await (const batch of table.rows({ checkOnly: true })) {
    total += batch.length;
    for (const { cells } of batch) {
      width = Math.max(width, cells.length);
      evidence.observe(cells);
    }
    if (total > maxRows) throw new AppError('too_many_rows', { values: { maxRows } });
  }
  if (total === 0) throw new AppError('no_rows', { values: { sheet: table.sheetName } });
  return { total, width, forms: evidence.decide(options, timeZone) };
}

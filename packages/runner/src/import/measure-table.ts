/**
 * The first pass over an upload: is all of it readable, how many rows does it have, how wide are
 * they, and which decimal sign do its numbers prove.
 */
import { AppError } from '@longshore/contract';
import { createEvidence, type Evidence, type TextForms } from '@longshore/executors';
import type { Table, TableRow } from './import-table.js';

export interface Measured {
  readonly total: number;
  /** Cells of the widest row: some stand right of the header. */
  readonly width: number;
  /** What the sender said, else what the file proves. */
  readonly forms: TextForms;
}

/**
 * `decimal`: as the sender said it. Throws AppError `no_rows` and `too_many_rows`, and what reading
 * throws.
 */
export async function measureTable(
  table: Table,
  maxRows: number,
  decimal: TextForms['decimal'] | undefined,
): Promise<Measured> {
  const evidence = createEvidence();
  let total = 0;
  let width = table.header.length;
  for await (const batch of table.rows({ checkOnly: true })) {
    total += batch.length;
    for (const { cells } of batch) {
      width = Math.max(width, cells.length);
      observeNumbers(cells, table, evidence);
    }
    if (total > maxRows) throw new AppError('too_many_rows', { values: { maxRows } });
  }
  if (total === 0) throw new AppError('no_rows', { values: { sheet: table.sheetName } });
  return {
    total,
    width,
    forms: decimal === undefined ? evidence.decide() : { decimal, isAmbiguous: false },
  };
}

function observeNumbers(cells: TableRow['cells'], { numberColumns }: Table, evidence: Evidence) {
  for (const index of numberColumns) {
    const cell = cells[index];
    if (typeof cell === 'string') evidence.observe(cell);
  }
}

/**
 * The first pass over an upload, before any row is saved: all of it is readable, so many rows,
 * their numbers are written so, these keys stand there twice. Each attempt makes it anew, so that
 * all attempts decide alike.
 */
import { AppError, type UploadOptions } from '@longshore/contract';
import type { ImportExecutor } from '@longshore/executors';
import { createFileEvidence, type FileForms } from './file-forms.js';
import type { Table, TablePart, TableRow } from './import-table.js';
import { keyRows } from './keys/key-rows.js';
import type { SameKeys } from './keys/same-keys.js';

export interface Measured {
  /** Rows that are saved or refused. */
  readonly total: number;
  /** By part, the cells of the widest row: some stand right of the header. */
  readonly widths: readonly number[];
  readonly forms: FileForms;
  readonly sameKeys: SameKeys;
  readonly blankRows: BlankRows | null;
}

/** Rows that show nothing. */
interface BlankRows {
  readonly count: number;
  readonly first: { readonly sheet: string; readonly row: number };
}

interface MeasureOptions {
  readonly executor: ImportExecutor;
  readonly options: UploadOptions;
  /** Of the task. */
  readonly timeZone: string;
  /** Known before, of rows that stood in an earlier upload. Default: the texts decide. */
  readonly forms?: FileForms | undefined;
}

/** Throws AppError `no_rows` and `too_many_rows`, and what reading throws. */
export async function measure(
  table: Table,
  { executor, options, timeZone, forms: known }: MeasureOptions,
): Promise<Measured> {
  const { duplicates = executor.duplicates } = options;
  const evidence = createFileEvidence(table);
  const keys = keyRows({ executor, duplicates });
  let rows = 0;
  const widths = table.parts.map(({ header }) => header.length);
  let blankRows: BlankRows | null = null;
  const onBlankRow = (part: TablePart, row: number) => {
    blankRows = counted(blankRows, part, row);
  };
  for await (const batch of table.rows({ checkOnly: true, onBlankRow })) {
    rows += batch.length;
    for (const row of batch) {
      widen(widths, row);
      evidence.observe(row);
      keys.add(row);
      noteAttachments(row, table);
    }
    if (rows > executor.maxRows)
      throw new AppError('too_many_rows', { values: { maxRows: executor.maxRows } });
  }
  if (rows === 0) throw new AppError('no_rows', { values: { sheet: sheetNames(table) } });
  const forms = known ?? evidence.decide(options, timeZone);
  const sameKeys = await keys.decide(table, forms);
  return { total: rows - sameKeys.left, widths, forms, sameKeys, blankRows };
}

function noteAttachments({ cells, part }: TableRow, { attachments }: Table): void {
  for (const { index } of part.attachmentPlaces) {
    const cell = cells[index];
    if (typeof cell === 'string') attachments.note(cell);
  }
}

function widen(widths: number[], { cells, part }: TableRow): void {
  const index = part.number - 1;
  if (cells.length > (widths[index] ?? 0)) widths[index] = cells.length;
}

const sheetNames = ({ parts }: Table): string =>
  parts.map(({ sheetName }) => sheetName).join('", "');

const counted = (before: BlankRows | null, { sheetName }: TablePart, row: number): BlankRows => ({
  count: (before?.count ?? 0) + 1,
  first: before?.first ?? { sheet: sheetName, row },
});

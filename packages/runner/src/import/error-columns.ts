/**
 * The columns of an error workbook: those of the upload, known ones as in the template, then the
 * file of an archive, the row's number, then the reasons, then the id by which the row is known
 * when it comes back. No column is empty, so that a sort takes all of them along.
 */
import type { Language } from '@longshore/contract';
import { type Column, columnNote } from '@longshore/executors';
import { formColumn, type SheetColumn } from '@longshore/workbook';
import { type CorrectionColumn, correctionHeader } from './correction-columns.js';
import type { TablePart } from './import-table.js';

export interface ErrorColumns {
  readonly columns: readonly SheetColumn[];
  /** Where each column of the upload stands in a row of its part. */
  readonly indexes: readonly number[];
}

interface ColumnsOptions {
  readonly part: TablePart;
  /** The executor's. */
  readonly known: readonly Column[];
  /** Indexes at which a failed row has a cell. */
  readonly filled: ReadonlySet<number>;
  readonly hasIds: boolean;
  readonly language: Language;
}

const ROW_WIDTH = 18;
const REASONS_WIDTH = 60;
const ID_WIDTH = 14;

export function errorColumns({
  part,
  known,
  filled,
  hasIds,
  language,
}: ColumnsOptions): ErrorColumns {
  const { header, places, refusesExtras, namesProperties } = part;
  const placed = new Map(places.map(({ column, index }) => [index, column]));
  const width = Math.max(header.length, ...[...filled].map((index) => index + 1));
  const indexes = Array.from({ length: width }, (_, index) => index).filter(
    (index) => (header[index] ?? '') !== '' || filled.has(index),
  );
  const named = (name: CorrectionColumn) => correctionHeader(name, language, known);
  const own = indexes.map((index): SheetColumn => {
    const column = placed.get(index);
    // a workbook that comes back is read by headers
    const declared = namesProperties ? column?.header : undefined;
    const text = declared ?? header[index] ?? (refusesExtras ? named('extra') : '');
    return column === undefined
      ? { header: text }
      : knownColumn(column.in(language), text, language);
  });
  return {
    columns: [
      ...own,
      ...(part.fileName === null ? [] : [{ header: named('file'), width: ROW_WIDTH }]),
      { header: named('row'), width: ROW_WIDTH },
      { header: named('reasons'), width: REASONS_WIDTH },
      ...(hasIds ? [{ header: named('id'), width: ID_WIDTH }] : []),
    ],
    indexes,
  };
}

/** Under the header that the upload has for it. */
const knownColumn = (column: Column, header: string, language: Language): SheetColumn =>
  formColumn({ ...column, header, note: columnNote(column, language) });

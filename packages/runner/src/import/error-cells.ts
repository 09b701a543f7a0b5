/**
 * Cells of failed rows as an error workbook has them: read again they are equal to those of the
 * upload, and what was refused is refused again.
 */
import { type Column, hasTwoReadings, type TextForms, yearFirst } from '@longshore/executors';
import type { Cell } from '@longshore/workbook';

/** How cells are written to one kind of file. */
export interface FileCells {
  /** In UTF-16 units; what is longer is written as an error. */
  readonly longestText: number;
  /** `column` and its `forms`: undefined for a column that the executor does not know. */
  write(cell: Cell, column?: Column, forms?: TextForms): Cell;
}

/** No column takes an error: the person has to say what the cell should hold. */
const REFUSED: Cell = { error: '#VALUE!' };
const NO_RESULT: Cell = { error: '#N/A' };
/** Errors that every program knows. */
const WRITABLE_ERROR = /^#(?:NULL!|DIV\/0!|VALUE!|REF!|NAME\?|NUM!|N\/A)$/;
/** Of JSON lines: their text would be taken as the value. */
const NO_VALUE: ReadonlySet<string> = new Set(['nested_value', 'repeated_name']);
const LONGEST_TEXT = 32_767;

/**
 * A text whose number only the whole upload tells (`1,234`) becomes that number, and one whose day
 * only the upload tells (`01/02/2026`) has its year first: the rows that proved it were saved.
 */
export const WORKBOOK_CELLS: FileCells = {
  longestText: LONGEST_TEXT,
  write: (cell, column, forms) => {
    if (typeof cell === 'string')
      return cell.length > LONGEST_TEXT
        ? REFUSED
        : (numberMeant(cell, column, forms) ?? dateMeant(cell, column, forms) ?? cell);
    if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? REFUSED : cell;
    if (typeof cell !== 'object' || cell === null) return cell;
    if ('error' in cell) return WRITABLE_ERROR.test(cell.error) ? cell : REFUSED;
    // A text of its digits would be taken.
    if (cell.problem === 'digits_lost') return Number(cell.text);
    if (NO_VALUE.has(cell.problem)) return REFUSED;
    return cell.text ?? NO_RESULT;
  },
};

/** A number that only the whole upload tells is written so that it proves its decimal sign. */
export const TEXT_CELLS: FileCells = {
  longestText: Number.POSITIVE_INFINITY,
  write: (cell, column, forms) => {
    if (typeof cell !== 'string') return cell;
    const number = numberMeant(cell, column, forms);
    if (number === null) return dateMeant(cell, column, forms) ?? cell;
    const plain = String(number);
    const proving = hasTwoReadings(plain) ? `${plain}0` : plain;
    return proving.replace('.', forms?.decimal ?? '.');
  },
};

const NUMERIC: readonly Column['kind'][] = ['number', 'integer', 'decimal'];

/** Null: the text alone tells its number, or is none. */
function numberMeant(text: string, column?: Column, forms?: TextForms): number | null {
  if (column === undefined || !NUMERIC.includes(column.kind) || !hasTwoReadings(text)) return null;
  const number = column.fromCell(text, forms);
  // a decimal column takes digits as text
  const isNumber = typeof number === 'number' || typeof number === 'string';
  return isNumber && Number.isFinite(Number(number)) ? Number(number) : null;
}

/** Null: the text alone tells its day, or is none. */
const dateMeant = (text: string, column?: Column, forms?: TextForms): string | null =>
  column?.kind === 'date' && forms !== undefined ? yearFirst(text, forms.dateOrder) : null;

/**
 * The empty workbook that a person fills in for an import: notes, drop-downs, and columns that keep
 * `007` as it is typed.
 */
import { buffer } from 'node:stream/consumers';
import { DEFAULT_DATE_FORMAT } from '../number-format.js';
import type { SheetColumn } from '../write/sheet-column.js';
import { writeXlsx } from '../write/write-xlsx.js';

/** A column of the form. */
export interface TemplateColumn {
  readonly header: string;
  /** The header is red, and the drop-down refuses a blank. */
  readonly required: boolean;
  /** `text`, `integer`, `number`, `decimal`, `boolean`, `date` or `label`; tells the format. */
  readonly kind: string;
  /** Values of the drop-down; null: none. */
  readonly labels: readonly string[] | null;
  /** Number format; null: by kind. */
  readonly format: string | null;
  /** In characters; null: by header. */
  readonly width: number | null;
  /** On the header, for whoever fills in the form. */
  readonly note: string;
}

/** What a template holds. */
export interface TemplateOptions {
  /** Name of the sheet. */
  readonly sheet: string;
  readonly columns: readonly TemplateColumn[];
}

/** Returns the bytes of an empty form as a whole workbook. Throws WorkbookError. */
export const writeTemplate = ({ sheet, columns }: TemplateOptions): Promise<Buffer> =>
  buffer(writeXlsx([{ name: sheet, columns: columns.map(formColumn), rows: [], form: true }]));

const formColumn = (column: TemplateColumn): SheetColumn => ({
  header: column.header,
  width: widthOf(column),
  format: formatOf(column),
  required: column.required,
  choices: column.labels ?? [],
  headerNote: column.note,
});

const FORMATS: Readonly<Record<string, string>> = {
  text: '@',
  integer: '0',
  decimal: '@',
  date: DEFAULT_DATE_FORMAT,
};
const MIN_WIDTH = 12;

/**
 * A column of texts has the format of texts, so that Excel keeps `007` as it is typed, and all
 * digits of a decimal.
 */
const formatOf = ({ kind, format }: TemplateColumn): string => format ?? FORMATS[kind] ?? 'General';

const widthOf = ({ header, width, kind }: TemplateColumn): number =>
  width ??
  Math.max(MIN_WIDTH, 2 * header.length, kind === 'date' ? DEFAULT_DATE_FORMAT.length + 1 : 0);

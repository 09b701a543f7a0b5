/**
 * The empty workbook that a person fills in for an import. Built by exceljs, since it is small and
 * wants notes and drop-downs; rows never pass through here.
 */
import type { DataValidation, Workbook, Worksheet } from 'exceljs';
import { columnLetters } from '../column-letters.js';
import { DEFAULT_DATE_FORMAT } from '../number-format.js';
import { SheetNames } from '../write/sheet-names.js';

export interface TemplateColumn {
  readonly header: string;
  readonly required: boolean;
  /** `text`, `integer`, `number`, `boolean`, `date` or `label`; shown in the header's note. */
  readonly kind: string;
  /** What the drop-down offers; null: none. */
  readonly labels: readonly string[] | null;
  /** Number format; null: by kind. */
  readonly format: string | null;
  /** In characters; null: by header. */
  readonly width: number | null;
}

export interface TemplateOptions {
  /** Name of the sheet. */
  readonly sheet: string;
  readonly columns: readonly TemplateColumn[];
}

/** Rows below the header that offer drop-downs. */
const OFFERED_ROWS = 10_000;
/**
 * A list inside a validation may be no longer (ECMA-376 part 1, 18.3.1.32, and Excel); longer ones
 * stand on a sheet.
 */
const MAX_INLINE_LIST = 255;
const REQUIRED_MARK = { argb: 'FFC00000' };
const PLAIN_MARK = { argb: 'FF1F2937' };
const FILL = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFE8EDF3' } } as const;

/** The whole workbook. */
export async function writeTemplate({ sheet, columns }: TemplateOptions): Promise<Buffer> {
  const { default: exceljs } = await import('exceljs');
  const book = new exceljs.Workbook();
  const names = new SheetNames();
  const form = book.addWorksheet(names.take(sheet), { views: [{ state: 'frozen', ySplit: 1 }] });
  const lists = new LabelLists(book, names);
  form.columns = columns.map((column) => ({
    header: column.header,
    width: widthOf(column),
    style: { numFmt: formatOf(column) },
  }));
  for (const [index, column] of columns.entries()) {
    styleHeader(form, index, column);
    if (column.labels !== null && column.labels.length > 0)
      offer(form, index, lists.formula(column.labels), column.required);
  }
  return Buffer.from(await book.xlsx.writeBuffer());
}

function styleHeader(form: Worksheet, index: number, column: TemplateColumn): void {
  const cell = form.getCell(1, index + 1);
  cell.font = { bold: true, color: column.required ? REQUIRED_MARK : PLAIN_MARK };
  cell.fill = FILL;
  cell.numFmt = 'General';
  cell.note = noteOf(column);
}

function noteOf({ required, kind, labels }: TemplateColumn): string {
  const lines = [required ? 'Required' : 'Optional', `Kind: ${kind}`];
  if (labels !== null)
    lines.push(
      `Allowed: ${labels.slice(0, NOTED_LABELS).join(', ')}${labels.length > NOTED_LABELS ? ', …' : ''}`,
    );
  return lines.join('\n');
}

const NOTED_LABELS = 20;
const FORMATS: Readonly<Record<string, string>> = {
  text: '@',
  integer: '0',
  date: DEFAULT_DATE_FORMAT,
};
const MIN_WIDTH = 12;

/**
 * Text columns are declared as such, so that Excel does not turn `007` into a number while a person
 * types.
 */
const formatOf = ({ kind, format }: TemplateColumn): string => format ?? FORMATS[kind] ?? 'General';

const widthOf = ({ header, width, kind }: TemplateColumn): number =>
  width ??
  Math.max(MIN_WIDTH, 2 * header.length, kind === 'date' ? DEFAULT_DATE_FORMAT.length + 1 : 0);

function offer(form: Worksheet, index: number, formula: string, required: boolean): void {
  const letters = columnLetters(index);
  const validation: DataValidation = {
    type: 'list',
    allowBlank: !required,
    formulae: [formula],
    showErrorMessage: true,
    errorTitle: 'Not in the list',
    error: 'Choose one of the offered values.',
  };
  // One range instead of 10,000 cells; exceljs has it at run time but not in its types.
  const ranged = form as Worksheet & {
    readonly dataValidations: { add(range: string, validation: DataValidation): void };
  };
  ranged.dataValidations.add(`${letters}2:${letters}${OFFERED_ROWS + 1}`, validation);
}

/** Formulas of drop-downs; long lists get a column of a hidden sheet. */
class LabelLists {
  readonly #book: Workbook;
  readonly #names: SheetNames;
  #sheet: { readonly name: string; readonly cells: Worksheet } | null = null;
  #columns = 0;

  constructor(book: Workbook, names: SheetNames) {
    this.#book = book;
    this.#names = names;
  }

  formula(labels: readonly string[]): string {
    const list = labels.join(',');
    const fits =
      list.length <= MAX_INLINE_LIST && !labels.some((label) => /[,"]|^\s|\s$/.test(label));
    return fits ? `"${list}"` : this.#range(labels);
  }

  #range(labels: readonly string[]): string {
    this.#sheet ??= this.#hiddenSheet();
    this.#columns += 1;
    for (const [index, label] of labels.entries())
      this.#sheet.cells.getCell(index + 1, this.#columns).value = label;
    const letters = columnLetters(this.#columns - 1);
    return `'${this.#sheet.name}'!$${letters}$1:$${letters}$${labels.length}`;
  }

  #hiddenSheet(): { readonly name: string; readonly cells: Worksheet } {
    const name = this.#names.take('labels');
    return { name, cells: this.#book.addWorksheet(name, { state: 'hidden' }) };
  }
}

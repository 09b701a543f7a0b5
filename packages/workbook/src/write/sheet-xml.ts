/**
 * One worksheet part (ECMA-376 part 1, 18.3.1.99) as a stream of pieces: header row, rows, filter,
 * drop-downs, links, notes.
 */
import { columnLetters, MAX_ROWS } from '../column-letters.js';
import type { RowSource } from './row-source.js';
import { RowWriter, type RowWriterOptions } from './row-writer.js';
import type { SheetChoices } from './sheet-choices.js';
import { columnWidth, type SheetColumn } from './sheet-column.js';
import { NOTES_DRAWING } from './workbook-parts.js';

/**
 * A sheet goes on in another one before its XML reaches 4 GiB, where zip would need descriptors
 * that many readers do not know.
 */
const MAX_SHEET_BYTES = 0xf000_0000;

export interface SheetXmlOptions extends RowWriterOptions {
  readonly rows: RowSource;
  /** The sheet that is shown when the workbook is opened. */
  readonly active: boolean;
  readonly choices: SheetChoices;
  /** Told how many rows the sheet got, its header included. */
  readonly written: { rows: number };
}

/** Ends when the rows or the sheet are used up. */
export async function* sheetXml(options: SheetXmlOptions): AsyncGenerator<Buffer> {
  const { out, rows } = options;
  const writer = new RowWriter(options);
  yield Buffer.from(head(options));
  writer.writeHeader();
  const startBytes = out.total;
  while (writer.row < MAX_ROWS && out.total - startBytes < MAX_SHEET_BYTES) {
    const row = rows.take() ?? (await rows.next());
    if (row === null) break;
    writer.openRow();
    for (
      let next = writer.writeCells(row, 0);
      next < row.length;
      next = writer.writeCells(row, next)
    )
      yield out.take();
    writer.closeRow();
    if (out.full) yield out.take();
  }
  options.written.rows = writer.row;
  yield out.take();
  yield Buffer.from(`</sheetData>${tail(options, writer.row)}</worksheet>`);
}

/** In the order that the schema of a worksheet demands. */
const tail = ({ columns, links, notes, choices }: SheetXmlOptions, rows: number): string =>
  filter(columns, rows) +
  choices.toXml(columns) +
  links.toXml() +
  (notes.empty ? '' : `<legacyDrawing r:id="${NOTES_DRAWING}"/>`);

const FROZEN_HEADER =
  '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/>';

function head(options: SheetXmlOptions): string {
  const { columns, active } = options;
  return (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"' +
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">' +
    `<sheetViews><sheetView${active ? ' tabSelected="1"' : ''} workbookViewId="0">${columns.length > 0 ? FROZEN_HEADER : ''}</sheetView></sheetViews>` +
    `<sheetFormatPr defaultRowHeight="15"/>${columnsXml(options)}<sheetData>`
  );
}

function columnsXml({ columns, styles, isForm }: SheetXmlOptions): string {
  if (columns.length === 0) return '';
  const cols = columns.map((column, index) => {
    const style = isForm ? ` style="${styles.styleOf(column.format ?? 'General')}"` : '';
    return `<col min="${index + 1}" max="${index + 1}" width="${columnWidth(column)}"${style} customWidth="1"/>`;
  });
  return `<cols>${cols.join('')}</cols>`;
}

const filter = (columns: readonly SheetColumn[], rows: number): string =>
  columns.length === 0 ? '' : `<autoFilter ref="A1:${columnLetters(columns.length - 1)}${rows}"/>`;

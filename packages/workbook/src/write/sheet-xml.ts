/**
 * One worksheet part (ECMA-376 part 1, 18.3.1.99) as a stream of pieces: header row, rows, filter,
 * drop-downs, links, notes.
 */
import { columnLetters, MAX_ROWS } from '../column-letters.js';
import { Border } from '../zip/deflate-pieces.js';
import type { RowSource } from './row-source.js';
import { RowWriter, type RowWriterOptions } from './row-writer.js';
import type { SheetChoices } from './sheet-choices.js';
import { columnWidth, type SheetColumn } from './sheet-column.js';
import type { Style } from './style-sheet.js';
import type { CutState } from './text-cuts.js';
import { NOTES_DRAWING } from './workbook-parts.js';

/**
 * A sheet goes on in another one before its XML reaches 4 GiB, where zip would need descriptors
 * that many readers do not know.
 */
const MAX_SHEET_BYTES = 0xf000_0000;

/**
 * Between two borders stand at least so many bytes of XML. A border costs some KiB of packed bytes,
 * as the next piece gets no dictionary.
 */
const BORDER_BYTES = 4 * 1024 ** 2;

/** A sheet at a border, and what its caller needs to give the rows behind the border. */
export interface SheetBorder {
  /** The last row written, as Excel counts. */
  readonly row: number;
  /** Bytes of XML since the header. */
  readonly bytes: number;
  readonly styles: readonly Style[];
  readonly cuts: CutState;
  readonly place: unknown;
}

export interface SheetXmlOptions extends RowWriterOptions {
  readonly rows: RowSource;
  /** The sheet that is shown when the workbook is opened. */
  readonly active: boolean;
  readonly choices: SheetChoices;
  /** Told how many rows the sheet got, its header included. */
  readonly written: { rows: number };
  /** Goes on behind a border: what stands before it is not given again. */
  readonly from: Pick<SheetBorder, 'row' | 'bytes'> | null;
}

/** Ends when the rows or the sheet are used up. */
export async function* sheetXml(
  options: SheetXmlOptions,
): AsyncGenerator<Buffer | Border<SheetBorder>> {
  const { out, rows, from } = options;
  const writer = new RowWriter(options);
  const opening = Buffer.from(head(options));
  if (from === null) yield opening;
  const startBytes = begin(writer, options);
  let borderBytes = out.total;
  while (writer.row < MAX_ROWS && out.total - startBytes < MAX_SHEET_BYTES) {
    let row = rows.take() ?? null;
    if (row === null) {
      const isDue = out.total - borderBytes >= BORDER_BYTES && canGoOn(options);
      const place = isDue ? rows.place() : null;
      if (place !== null) {
        if (out.pending) yield out.take();
        borderBytes = out.total;
        yield borderAt({ row: writer.row, bytes: borderBytes - startBytes, place }, options);
      }
      row = await rows.next();
    }
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

/** The header row, which tells of notes and styles also where it stands already. */
function begin(writer: RowWriter, { out, from }: SheetXmlOptions): number {
  const start = out.total;
  writer.writeHeader();
  if (from === null) return out.total;
  out.rewind(start);
  writer.row = from.row;
  return start - from.bytes;
}

const borderAt = (
  at: Pick<SheetBorder, 'row' | 'bytes' | 'place'>,
  { styles, cuts }: SheetXmlOptions,
): Border<SheetBorder> => new Border({ ...at, styles: styles.styles, cuts: cuts.state });

/** Links and problems wait for the end of their sheet. */
const canGoOn = ({ links, notes }: SheetXmlOptions): boolean => links.empty && !notes.hasProblems;

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

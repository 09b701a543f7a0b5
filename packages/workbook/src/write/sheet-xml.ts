/**
 * One worksheet part (ECMA-376 part 1, 18.3.1.99) as a stream of pieces: header row, rows, filter,
 * drop-downs, links, notes.
 */
import { columnLetters, MAX_ROWS } from '../column-letters.js';
import type { Border } from '../zip/deflate-pieces.js';
import type { RowSource } from './row-source.js';
import type { RowWriterOptions } from './row-writer.js';
import type { SheetChoices } from './sheet-choices.js';
import { columnWidth, type SheetColumn } from './sheet-column.js';
import type { SheetRows } from './sheet-rows.js';
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

/** Ends when the rows or the sheet are used up. `to`: where the rows go. */
export async function* sheetXml<B extends Border<SheetBorder>>(
  options: SheetXmlOptions,
  to: SheetRows<B, SheetBorder>,
): AsyncGenerator<Buffer | B> {
  const { rows, from } = options;
  const opening = head(options);
  // The header row tells of notes and styles also where it stands already.
  const header = to.headerXml();
  if (from === null) {
    yield* to.xml(opening);
    yield* to.xml(header);
  } else to.skipTo(from.row);
  const startBytes = to.total - (from?.bytes ?? 0);
  let borderBytes = to.total;
  while (to.row < MAX_ROWS && to.total - startBytes < MAX_SHEET_BYTES) {
    if (rows.isUsedUp) {
      const isDue = to.total - borderBytes >= BORDER_BYTES && canGoOn(options);
      const place = isDue ? rows.place() : null;
      if (place !== null) {
        borderBytes = to.total;
        yield* to.border(
          borderAt({ row: to.row, bytes: borderBytes - startBytes, place }, options),
        );
      }
      if (!(await rows.ready())) break;
    }
    yield* to.rows(rows, MAX_ROWS);
  }
  options.written.rows = to.row;
  yield* to.end(`</sheetData>${tail(options, to.row)}</worksheet>`);
}

const borderAt = (
  at: Pick<SheetBorder, 'row' | 'bytes' | 'place'>,
  { styles, cuts }: SheetXmlOptions,
): SheetBorder => ({ ...at, styles: styles.styles, cuts: cuts.state });

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

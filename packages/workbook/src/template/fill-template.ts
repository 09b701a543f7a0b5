/**
 * Rows into a workbook that somebody has designed, streaming: its first sheet keeps its rows,
 * pictures and page setup, and gets a header row and the rows below. Used by exports of types that
 * have such a template.
 */
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { bytesSource } from '../book-source.js';
import { MAX_ROWS } from '../column-letters.js';
import { DEFAULT_LIMITS } from '../limits.js';
import type { Notice } from '../notice.js';
import { WorkbookPackage } from '../read/workbook-package.js';
import { WorkbookError } from '../workbook-error.js';
import { packedRows } from '../write/packed-rows.js';
import { RowSource } from '../write/row-source.js';
import type { RowWriterOptions } from '../write/row-writer.js';
import { columnWidth, type SheetColumn } from '../write/sheet-column.js';
import { SheetLinks } from '../write/sheet-links.js';
import { SheetNotes } from '../write/sheet-notes.js';
import type { SheetRows } from '../write/sheet-rows.js';
import { TextCuts } from '../write/text-cuts.js';
import type { SheetToWrite } from '../write/write-xlsx.js';
import { XmlBytes } from '../write/xml-bytes.js';
import type { Border } from '../zip/deflate-pieces.js';
import { openZip } from '../zip/open-zip.js';
import { ZipWriter } from '../zip/zip-writer.js';
import { appendStyles, stylesBehind } from './append-styles.js';

/** The rows, and the columns whose header and formats they have. */
export type RowsToFill = Pick<SheetToWrite, 'columns' | 'rows'>;

/** How a template is filled. */
export interface FillTemplateOptions {
  /** Destroys the stream with the signal's reason. */
  readonly signal?: AbortSignal;
  /** IANA name of the zone whose wall clock the dates with a time show. Default: UTC. */
  readonly timeZone?: string;
  /** Called before the stream ends: `text_cut` { sheet, count, first }. */
  readonly onNotice?: (notice: Notice) => void;
}

const LEVEL = 1;

/**
 * The template with the rows below the last row of its first sheet, as a stream of bytes. All other
 * parts are as they were. Links in cells become text. The stream fails with WorkbookError: what
 * readXlsx throws of the template, `bad_options` where it is none that can be filled, `bad_row`
 * when its sheet is full.
 */
export const fillTemplate = (
  template: Uint8Array,
  rows: RowsToFill,
  options: FillTemplateOptions = {},
): Readable => Readable.from(filled(template, rows, options), { objectMode: false });

async function* filled(
  template: Uint8Array,
  { columns, rows }: RowsToFill,
  { signal, timeZone = 'UTC', onNotice }: FillTemplateOptions,
): AsyncGenerator<Buffer> {
  const { parts, sheetPart, stylesPart } = await opened(template);
  const stylesXml = textOf(parts, stylesPart);
  const styles = stylesBehind(stylesXml);
  const cuts = new TextCuts();
  const zip = new ZipWriter();
  for (const [name, bytes] of parts)
    if (name !== sheetPart && name !== stylesPart) yield zip.part(name, bytes);
  const sheet = halvesOf(textOf(parts, sheetPart), columns);
  const source = new RowSource(rows, signal);
  try {
    const writing = rowWriting({ columns, styles, cuts, timeZone });
    yield* zip.stream(sheetPart, (totals) =>
      packedRows(writing, { level: LEVEL, totals }, (to) => filledSheet(sheet, source, to)),
    );
  } finally {
    await source.close();
  }
  yield zip.part(stylesPart, appendStyles(stylesXml, styles));
  if (cuts.notice !== null) onNotice?.(cuts.notice);
  yield zip.end();
}

interface Opened {
  readonly parts: ReadonlyMap<string, Buffer>;
  readonly sheetPart: string;
  readonly stylesPart: string;
}

async function opened(template: Uint8Array): Promise<Opened> {
  const source = bytesSource(template);
  const book = await WorkbookPackage.open(source, DEFAULT_LIMITS);
  const main = (await book.relationships('')).find(({ type }) => type === 'officeDocument')?.part;
  const relationships = main === undefined ? [] : await book.relationships(main);
  const [first] = main === undefined ? [] : await book.elements(main, ['sheet']);
  const id = first?.attributes.get('id');
  const sheetPart = relationships.find((one) => one.id === id && one.type === 'worksheet')?.part;
  const stylesPart = relationships.find(({ type }) => type === 'styles')?.part;
  if (sheetPart === undefined || stylesPart === undefined) throw unfit('sheet and styles');
  const parts = new Map<string, Buffer>();
  for (const file of await openZip(source)) parts.set(file.name, await buffer(file.bytes()));
  return { parts, sheetPart, stylesPart };
}

function textOf(parts: Opened['parts'], name: string): string {
  const bytes = parts.get(name);
  if (bytes === undefined) throw unfit(name);
  return bytes.toString();
}

/** What stands before and behind the rows that are filled in. */
interface Halves {
  readonly before: string;
  readonly behind: string;
  /** The last row that the template has. */
  readonly lastRow: number;
}

const ROWS = /<sheetData\b[^>]*?(?:\/>|>([\s\S]*?)<\/sheetData>)/;

function halvesOf(xml: string, columns: readonly SheetColumn[]): Halves {
  const found = ROWS.exec(xml);
  if (found === null) throw unfit('sheetData');
  const own = found[1] ?? '';
  const numbers = [...own.matchAll(/<row\b[^>]*?\sr="(\d+)"/g)].map(([, row]) => Number(row));
  if (numbers.length === 0 && own.trim() !== '') throw unfit('numbers of rows');
  // the size of the sheet is told anew by whoever opens it
  const head = xml.slice(0, found.index).replace(/<dimension\b[^>]*?\/>/, '');
  return {
    before: `${head}${/<cols\b/.test(head) ? '' : widths(columns)}<sheetData>${own}`,
    behind: `</sheetData>${xml.slice(found.index + found[0].length)}`,
    lastRow: Math.max(0, ...numbers),
  };
}

const widths = (columns: readonly SheetColumn[]): string =>
  `<cols>${columns
    .map(
      (one, i) =>
        `<col min="${i + 1}" max="${i + 1}" width="${columnWidth(one)}" customWidth="1"/>`,
    )
    .join('')}</cols>`;

const unfit = (lacking: string): WorkbookError =>
  new WorkbookError({
    code: 'bad_options',
    message: `The template has no ${lacking} where Excel writes it; save it in Excel once.`,
  });

const rowWriting = (
  options: Pick<RowWriterOptions, 'columns' | 'styles' | 'cuts' | 'timeZone'>,
): RowWriterOptions => ({
  ...options,
  out: new XmlBytes(),
  sheet: '1',
  links: new SheetLinks(),
  notes: new SheetNotes(),
  notedZone: null,
  isForm: false,
});

async function* filledSheet<B extends Border<never>>(
  { before, behind, lastRow }: Halves,
  source: RowSource,
  to: SheetRows<B, never>,
): AsyncGenerator<Buffer | B> {
  yield* to.xml(before);
  to.skipTo(lastRow);
  yield* to.xml(to.headerXml());
  while (await source.ready()) {
    if (to.row === MAX_ROWS) throw full(lastRow);
    yield* to.rows(source, MAX_ROWS);
  }
  yield* to.end(behind);
}

const full = (taken: number): WorkbookError =>
  new WorkbookError({
    code: 'bad_row',
    message: `A sheet has ${MAX_ROWS} rows, of which the template takes ${taken}; there are more rows to fill in.`,
  });

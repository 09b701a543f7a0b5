/**
 * Rows to a workbook, streaming: memory does not grow with the number of rows. Used by every
 * export.
 * Sheets come first, the parts that list them last, because only the rows tell how many sheets
 * there will be.
 */
import { Readable } from 'node:stream';
import type { Batches, ByteRows, WriteCell } from '../cell.js';
import type { Notice } from '../notice.js';
import { WorkbookError } from '../workbook-error.js';
import type { CheckpointOptions, PlacedRows } from '../write-checkpoint.js';
import { type ZipState, ZipWriter } from '../zip/zip-writer.js';
import { packedRows } from './packed-rows.js';
import { RowSource } from './row-source.js';
import { SheetChoices } from './sheet-choices.js';
import type { SheetColumn } from './sheet-column.js';
import { SheetLinks } from './sheet-links.js';
import { SheetNames } from './sheet-names.js';
import { SheetNotes } from './sheet-notes.js';
import { type SheetBorder, type SheetXmlOptions, sheetXml } from './sheet-xml.js';
import { StyleSheet } from './style-sheet.js';
import { TextCuts } from './text-cuts.js';
import {
  commentsPart,
  contentTypes,
  drawingPart,
  PROPERTIES_PART,
  packageRelationships,
  propertiesXml,
  sheetPart,
  sheetRelationships,
  sheetRelationshipsPart,
  type WrittenSheet,
  workbookRelationships,
  workbookXml,
} from './workbook-parts.js';
import { XmlBytes } from './xml-bytes.js';
import { zoneOffset } from './zone-offset.js';

/** One sheet to write; only a workbook of one sheet, without drop-downs, has checkpoints. */
export interface SheetToWrite extends PlacedRows {
  /** What Excel does not accept in a name becomes `_`; a name that is taken gets ` (2)`. */
  readonly name: string;
  /** Without columns the sheet has no header row. */
  readonly columns: readonly SheetColumn[];
  /** Batches of any size. A row may be longer or shorter than the columns. */
  readonly rows: Batches<readonly (readonly WriteCell[])[] | ByteRows>;
  /** A person fills the sheet in: blank cells have the format of their column. Default false. */
  readonly form?: boolean;
  /** Dates are wall clocks of the workbook's zone already, as UTC: none shifts. Default false. */
  readonly wallClock?: boolean;
}

/** How a workbook is written. */
export interface WriteXlsxOptions extends CheckpointOptions {
  /** Of deflate, 0 (stored) to 9; default 1: level 6 takes twice the time for a tenth less. */
  readonly level?: number;
  /** Destroys the stream with the signal's reason. */
  readonly signal?: AbortSignal;
  /**
   * IANA name of the zone whose wall clock the dates with a time show. The workbook names the zone
   * in the property `longshore.timeZone` and in a note on each header of such dates. Default: UTC,
   * without property and notes.
   */
  readonly timeZone?: string;
  /** Called before the stream ends: `text_cut` { sheet, count, first }. */
  readonly onNotice?: (notice: Notice) => void;
}

/**
 * Writes a workbook as a stream of bytes: header bold, frozen and filtered; after 1,048,576 rows a
 * new sheet goes on. A column whose format shows no time writes the UTC day of its dates. A date
 * before 1900 or after 9999 becomes ISO text, a number that is not finite the text `NaN` or
 * `Infinity`; a text is cut after 32,767 characters, with a notice. Throws WorkbookError
 * `bad_options`; the stream fails with `too_many_columns`, `bad_value`, or the error of `rows`.
 */
export function writeXlsx(
  sheets: readonly SheetToWrite[],
  options: WriteXlsxOptions = {},
): Readable {
  const { level = 1 } = options;
  if (sheets.length === 0)
    throw new WorkbookError({
      code: 'bad_options',
      message: 'A workbook needs at least one sheet.',
    });
  if (!Number.isInteger(level) || level < 0 || level > 9) {
    throw new WorkbookError({
      code: 'bad_options',
      message: `The level is ${level}; it must be a whole number from 0 to 9.`,
    });
  }
  const isPlaced = options.from !== undefined || sheets.some(({ place }) => place !== undefined);
  if (isPlaced && !canHaveCheckpoints(sheets)) {
    throw new WorkbookError({
      code: 'bad_options',
      message: 'Only a workbook of one sheet, without drop-downs, can be gone on with.',
    });
  }
  if (options.timeZone !== undefined) zoneOffset(options.timeZone);
  return Readable.from(new WorkbookWriter(sheets, options, level).bytes(), {
    objectMode: false,
    highWaterMark: READ_AHEAD_BYTES,
  });
}

const canHaveCheckpoints = (sheets: readonly SheetToWrite[]): boolean =>
  sheets.length === 1 &&
  sheets.every(({ columns }) => columns.every(({ choices }) => choices === undefined));

const READ_AHEAD_BYTES = 256 * 1024;

/** A workbook at a border of its last sheet, as JSON can hold it. */
interface WriterState {
  readonly zip: ZipState;
  /** Those before the open one. */
  readonly written: readonly WrittenSheet[];
  readonly sheet: Omit<SheetBorder, 'place'>;
}

class WorkbookWriter {
  readonly #sheets: readonly SheetToWrite[];
  readonly #options: WriteXlsxOptions;
  readonly #level: number;
  readonly #zip: ZipWriter;
  readonly #styles = new StyleSheet();
  readonly #names = new SheetNames();
  readonly #choices = new SheetChoices(this.#names);
  readonly #cuts = new TextCuts();
  readonly #written: WrittenSheet[] = [];
  readonly #out = XmlBytes.take();
  #from: WriterState | null;

  constructor(sheets: readonly SheetToWrite[], options: WriteXlsxOptions, level: number) {
    this.#sheets = sheets;
    this.#options = options;
    // A checkpoint carries what this class gave it.
    this.#from = (options.from?.writer as WriterState | undefined) ?? null;
    this.#level = level;
    this.#zip = new ZipWriter(this.#from?.zip);
    if (this.#from !== null) this.#restore(this.#from);
  }

  #restore({ written, sheet }: WriterState): void {
    for (const { name } of written) this.#names.take(name);
    this.#written.push(...written);
    this.#styles.restore(sheet.styles);
    this.#cuts.restore(sheet.cuts);
  }

  async *bytes(): AsyncGenerator<Buffer> {
    try {
      yield* this.#parts();
    } finally {
      this.#out.giveBack();
    }
  }

  async *#parts(): AsyncGenerator<Buffer> {
    const { timeZone, onNotice } = this.#options;
    const hasProperties = timeZone !== undefined;
    if (this.#from === null)
      yield this.#zip.part('_rels/.rels', packageRelationships(hasProperties));
    for (const sheet of this.#sheets) yield* this.#allRows(sheet);
    yield* this.#lists();
    yield this.#zip.part('xl/styles.xml', this.#styles.toXml());
    yield this.#zip.part('xl/workbook.xml', workbookXml(this.#written));
    yield this.#zip.part('xl/_rels/workbook.xml.rels', workbookRelationships(this.#written));
    if (hasProperties) yield this.#zip.part(PROPERTIES_PART, propertiesXml(timeZone));
    yield this.#zip.part('[Content_Types].xml', contentTypes(this.#written, hasProperties));
    if (this.#cuts.notice !== null) onNotice?.(this.#cuts.notice);
    yield this.#zip.end();
  }

  /** The hidden sheet of drop-downs that are too long for a formula. */
  async *#lists(): AsyncGenerator<Buffer> {
    const { hidden } = this.#choices;
    if (hidden === null) return;
    const height = Math.max(...hidden.lists.map(({ length }) => length));
    const rows = Array.from({ length: height }, (_, row) =>
      hidden.lists.map((list) => list[row] ?? null),
    );
    const source = new RowSource([rows], this.#options.signal);
    yield* this.#oneSheet({ columns: [], rows: [] }, source, { name: hidden.name, hidden: true });
  }

  async *#allRows(sheet: SheetToWrite): AsyncGenerator<Buffer> {
    const rows = new RowSource(sheet.rows, this.#options.signal, sheet.place);
    try {
      do yield* this.#oneSheet(sheet, rows, { name: this.#names.take(sheet.name) });
      while (await rows.ready());
    } finally {
      await rows.close();
    }
  }

  async *#oneSheet(
    { columns, form = false, wallClock = false }: Omit<SheetToWrite, 'name'>,
    rows: RowSource,
    place: { readonly name: string; readonly hidden?: boolean },
  ): AsyncGenerator<Buffer> {
    const index = this.#written.length;
    const links = new SheetLinks();
    const notes = new SheetNotes();
    const { timeZone } = this.#options;
    const written: WrittenSheet = { ...place, columns: columns.length, rows: 0 };
    const sheet: SheetXmlOptions = {
      out: this.#out,
      sheet: place.name,
      columns,
      rows,
      styles: this.#styles,
      links,
      notes,
      choices: this.#choices,
      cuts: this.#cuts,
      timeZone: wallClock ? 'UTC' : (timeZone ?? 'UTC'),
      notedZone: timeZone ?? null,
      isForm: form,
      active: index === 0,
      written,
      from: this.#from?.sheet ?? null,
    };
    this.#from = null;
    this.#written.push(written);
    yield* this.#zip.stream<SheetBorder>(
      sheetPart(index),
      (totals) =>
        packedRows<SheetBorder>(sheet, { level: this.#level, totals }, (to) => sheetXml(sheet, to)),
      (border, zip) => this.#tell(border, zip),
    );
    yield* this.#around(index, links, notes);
  }

  #tell({ place, ...sheet }: SheetBorder, zip: ZipState): void {
    const writer: WriterState = { zip, written: this.#written.slice(0, -1), sheet };
    this.#options.onCheckpoint?.({ sizeBytes: zip.offset, place, writer });
  }

  /** Parts of the sheet's links and notes. */
  *#around(index: number, links: SheetLinks, notes: SheetNotes): Generator<Buffer> {
    const written = this.#written[index];
    if (written === undefined || (links.empty && notes.empty)) return;
    const list = sheetRelationships(index, links.relationships(), !notes.empty);
    yield this.#zip.part(sheetRelationshipsPart(index), list);
    if (notes.empty) return;
    written.hasNotes = true;
    yield this.#zip.part(commentsPart(index), notes.commentsXml());
    yield this.#zip.part(drawingPart(index), notes.drawingVml());
  }
}

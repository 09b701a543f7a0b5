/**
 * Rows to a workbook, streaming: memory does not grow with the number of rows. Used by every
 * export.
 * Sheets come first, the parts that list them last, because only the rows tell how many sheets
 * there will be.
 */
import { Readable } from 'node:stream';
import type { Batches, ByteRows, WriteCell } from '../cell.js';
import { WorkbookError } from '../workbook-error.js';
import { ZipWriter } from '../zip/zip-writer.js';
import { RowSource } from './row-source.js';
import type { SheetColumn } from './sheet-column.js';
import { SheetLinks } from './sheet-links.js';
import { SheetNames } from './sheet-names.js';
import { sheetXml } from './sheet-xml.js';
import { StyleSheet } from './style-sheet.js';
import {
  contentTypes,
  packageRelationships,
  sheetPart,
  sheetRelationshipsPart,
  type WrittenSheet,
  workbookRelationships,
  workbookXml,
} from './workbook-parts.js';
import { XmlBytes } from './xml-bytes.js';

export interface SheetToWrite {
  /** What Excel does not accept in a name becomes `_`; a name that is taken gets ` (2)`. */
  readonly name: string;
  /** Without columns the sheet has no header row. */
  readonly columns: readonly SheetColumn[];
  /** Batches of any size. A row may be longer or shorter than the columns. */
  readonly rows: Batches<readonly (readonly WriteCell[])[] | ByteRows>;
}

export interface WriteXlsxOptions {
  /** Of deflate, 0 (stored) to 9; default 1: level 6 takes twice the time for a tenth less. */
  readonly level?: number;
  /** Destroys the stream with the signal's reason. */
  readonly signal?: AbortSignal;
  /** A text of more than 32,767 characters: `error` (default) or `cut`. */
  readonly longText?: 'error' | 'cut';
}

/**
 * The workbook as a stream of bytes: header bold, frozen and filtered; after 1,048,576 rows it goes
 * on in a new sheet.
 * Numbers that are not finite become `#NUM!`, dates before 1900 or after 9999 ISO text.
 * The stream fails with WorkbookError `text_too_long`, `too_many_columns`, `bad_value`, or with the
 * error of `rows`.
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
  return Readable.from(new WorkbookWriter(sheets, options, level).bytes(), {
    objectMode: false,
    highWaterMark: READ_AHEAD_BYTES,
  });
}

const READ_AHEAD_BYTES = 256 * 1024;

class WorkbookWriter {
  readonly #sheets: readonly SheetToWrite[];
  readonly #options: WriteXlsxOptions;
  readonly #zip: ZipWriter;
  readonly #styles = new StyleSheet();
  readonly #names = new SheetNames();
  readonly #written: WrittenSheet[] = [];
  readonly #out = new XmlBytes();

  constructor(sheets: readonly SheetToWrite[], options: WriteXlsxOptions, level: number) {
    this.#sheets = sheets;
    this.#options = options;
    this.#zip = new ZipWriter(level);
  }

  async *bytes(): AsyncGenerator<Buffer> {
    yield this.#zip.part('_rels/.rels', packageRelationships());
    for (const sheet of this.#sheets) yield* this.#allRows(sheet);
    yield this.#zip.part('xl/styles.xml', this.#styles.toXml());
    yield this.#zip.part('xl/workbook.xml', workbookXml(this.#written));
    yield this.#zip.part('xl/_rels/workbook.xml.rels', workbookRelationships(this.#written));
    yield this.#zip.part('[Content_Types].xml', contentTypes(this.#written));
    yield this.#zip.end();
  }

  async *#allRows(sheet: SheetToWrite): AsyncGenerator<Buffer> {
    const rows = new RowSource(sheet.rows, this.#options.signal);
    try {
      do yield* this.#oneSheet(sheet, rows);
      while (await rows.ready());
    } finally {
      await rows.close();
    }
  }

  async *#oneSheet({ name, columns }: SheetToWrite, rows: RowSource): AsyncGenerator<Buffer> {
    const index = this.#written.length;
    const sheet = this.#names.take(name);
    const links = new SheetLinks();
    const { longText = 'error' } = this.#options;
    const written = { name: sheet, columns: columns.length, rows: 0 };
    const xml = sheetXml({
      out: this.#out,
      sheet,
      columns,
      rows,
      styles: this.#styles,
      links,
      longText,
      active: index === 0,
      written,
    });
    this.#written.push(written);
    yield* this.#zip.stream(sheetPart(index), xml);
    if (!links.empty) yield this.#zip.part(sheetRelationshipsPart(index), links.relationships());
  }
}

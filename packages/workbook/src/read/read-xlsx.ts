/**
 * A workbook to rows, streaming: only the archive's list and the small parts are read at once, rows
 * as they are asked for.
 * Used by every import, and on its own.
 */
import type { BookSource } from '../book-source.js';
import { DEFAULT_LIMITS, type ReadLimits } from '../limits.js';
import type { RowBatch } from '../pending-rows.js';
import { WorkbookError } from '../workbook-error.js';
import { readDateStyles } from './cell-styles.js';
import { readSharedStrings } from './shared-strings.js';
import { SheetParser } from './sheet-parser.js';
import { StringTable } from './string-table.js';
import { utf8Chunks } from './utf8-chunks.js';
import { missing, type Relationship, WorkbookPackage } from './workbook-package.js';

export interface RowsOptions {
  /** Ends the iteration with its reason. */
  readonly signal?: AbortSignal;
  /** Rows of one batch at most; default 1,000. */
  readonly batchRows?: number;
  /**
   * The sheet is read as ever, but for a quick first look: `true` stands for the values of most
   * cells. Default false.
   */
  readonly checkOnly?: boolean;
}

export interface Sheet {
  readonly name: string;
  /** Not shown by Excel. */
  readonly hidden: boolean;
  /**
   * Rows that hold anything, from the top; may be called again for another pass. Dates come as
   * moments in UTC, formulas as their last result, empty cells as null; a number that no number is
   * stays text. Throws
   * WorkbookError.
   */
  rows(options?: RowsOptions): AsyncGenerator<RowBatch, void, undefined>;
}

export interface Workbook {
  /** In the order of their tabs; charts on tabs of their own are left out. */
  readonly sheets: readonly Sheet[];
  /** Dates count from 1904, as old Excel for Mac did; the reader takes care of it. */
  readonly date1904: boolean;
}

const DEFAULT_BATCH_ROWS = 1_000;

/** Throws WorkbookError when the bytes are no workbook, or one that passes a limit. */
export async function readXlsx(
  source: BookSource,
  limits: Partial<ReadLimits> = {},
): Promise<Workbook> {
  return new BookReader(await WorkbookPackage.open(source, { ...DEFAULT_LIMITS, ...limits }), {
    ...DEFAULT_LIMITS,
    ...limits,
  }).open();
}

class BookReader {
  readonly #parts: WorkbookPackage;
  readonly #limits: ReadLimits;
  #strings: Promise<StringTable> | null = null;
  #stringsPart: string | null = null;
  #dateStyles: Uint8Array = new Uint8Array();
  #date1904 = false;

  constructor(parts: WorkbookPackage, limits: ReadLimits) {
    this.#parts = parts;
    this.#limits = limits;
  }

  async open(): Promise<Workbook> {
    const main = await this.#mainPart();
    const relationships = await this.#parts.relationships(main);
    const elements = await this.#parts.elements(main, ['workbookPr', 'sheet']);
    this.#date1904 = elements.some(
      ({ name, attributes }) =>
        name === 'workbookPr' && /^(1|true|on)$/.test(attributes.get('date1904') ?? ''),
    );
    this.#stringsPart = this.#existing(relationships, 'sharedStrings');
    const styles = this.#existing(relationships, 'styles');
    if (styles !== null) this.#dateStyles = await readDateStyles(this.#parts, styles);
    const sheets = elements.filter(({ name, parent }) => name === 'sheet' && parent === 'sheets');
    const byId = new Map(relationships.map((relationship) => [relationship.id, relationship]));
    return {
      date1904: this.#date1904,
      sheets: sheets.flatMap(({ attributes }) => this.#sheet(attributes, byId)),
    };
  }

  async #mainPart(): Promise<string> {
    const main = (await this.#parts.relationships('')).find(
      ({ type }) => type === 'officeDocument',
    );
    if (main !== undefined && this.#parts.has(main.part)) return main.part;
    throw new WorkbookError({
      code: 'not_a_workbook',
      message: 'This archive is no .xlsx workbook; save the file as .xlsx and try again.',
    });
  }

  #existing(relationships: readonly Relationship[], type: string): string | null {
    const part = relationships.find((relationship) => relationship.type === type)?.part;
    return part !== undefined && this.#parts.has(part) ? part : null;
  }

  #sheet(
    attributes: ReadonlyMap<string, string>,
    byId: ReadonlyMap<string, Relationship>,
  ): Sheet[] {
    const name = attributes.get('name') ?? '';
    const relationship = byId.get(attributes.get('id') ?? '');
    if (relationship === undefined) throw missing(`sheet "${name}"`);
    if (relationship.type !== 'worksheet') return [];
    if (!this.#parts.has(relationship.part)) throw missing(relationship.part);
    const hidden = /hidden/i.test(attributes.get('state') ?? '');
    return [{ name, hidden, rows: (options = {}) => this.#rows(name, relationship.part, options) }];
  }

  async *#rows(
    sheet: string,
    part: string,
    { signal, batchRows = DEFAULT_BATCH_ROWS, checkOnly = false }: RowsOptions,
  ): AsyncGenerator<RowBatch, void, undefined> {
    const strings = await this.#sharedStrings(signal);
    const parser = new SheetParser({
      sheet,
      batchRows,
      checkOnly,
      strings,
      limits: this.#limits,
      dateStyles: this.#dateStyles,
      date1904: this.#date1904,
    });
    for await (const chunk of utf8Chunks(
      `Sheet "${sheet}"`,
      this.#parts.bytes(part, this.#limits.maxPartBytes, signal),
    )) {
      if (parser.done) continue;
      parser.feed(chunk);
      while (parser.parse()) yield* parser.pending.batches();
      signal?.throwIfAborted();
    }
    parser.finish();
    yield* parser.pending.batches();
  }

  /**
   * Read once, when the first rows are asked for; an abort or an error of one reading does not
   * spoil the next.
   */
  #sharedStrings(signal: AbortSignal | undefined): Promise<StringTable> {
    if (this.#stringsPart === null) return Promise.resolve(new StringTable());
    this.#strings ??= readSharedStrings(
      'The list of shared strings',
      this.#parts.bytes(this.#stringsPart, this.#limits.maxPartBytes, signal),
      this.#limits,
    ).catch((error: unknown) => {
      this.#strings = null;
      throw error;
    });
    return this.#strings;
  }
}

/**
 * A workbook to rows, streaming: only the archive's list and the small parts are read at once, rows
 * as they are asked for.
 * Used by every import, and on its own.
 */
import type { BookSource } from '../book-source.js';
import { DEFAULT_LIMITS, type ReadLimits } from '../limits.js';
import type { Notice } from '../notice.js';
import type { RowBatch } from '../pending-rows.js';
import { WorkbookError } from '../workbook-error.js';
import { CellRuns } from './cell-runs.js';
import { type CellStyles, NO_STYLES, readCellStyles } from './cell-styles.js';
import { readSharedStrings } from './shared-strings.js';
import { SheetParser } from './sheet-parser.js';
import { StringTable } from './string-table.js';
import { utf8Chunks } from './utf8-chunks.js';
import { missing, type Relationship, WorkbookPackage } from './workbook-package.js';

/** How the rows of a sheet are read. */
export interface RowsOptions {
  /** Ends the iteration with the reason of the signal. */
  readonly signal?: AbortSignal;
  /** Most rows of one batch; default 1,000. */
  readonly batchRows?: number;
  /**
   * Validates only: structure and limits are checked, and `true` replaces most values, but no text
   * that shows nothing. Default false.
   */
  readonly checkOnly?: boolean;
  /**
   * Indexes of columns (0 is A) that hold texts: a number or a date is read as the text that its
   * cell shows. Default: none.
   */
  readonly textColumns?: ReadonlySet<number>;
  /** With `checkOnly`: indexes of columns that are read all the same. Default: none. */
  readonly columnsRead?: ReadonlySet<number>;
  /** With `checkOnly`: indexes of further columns whose texts are read. Default: none. */
  readonly textsRead?: ReadonlySet<number>;
  /** IANA name of the zone whose wall clock the dates with a time show; default UTC. */
  readonly timeZone?: string;
}

/** One sheet of a workbook that was opened. */
export interface Sheet {
  readonly name: string;
  /** Excel does not show the sheet. */
  readonly hidden: boolean;
  /**
   * Rows that hold any value, from the top; a second call reads the sheet again. Formulas are read
   * as their last result, empty cells as null, numbers with 15 significant digits. A `<v>` marked
   * numeric that does not parse is returned as text. Throws WorkbookError.
   */
  rows(options?: RowsOptions): AsyncGenerator<RowBatch, void, undefined>;
}

/** A workbook that was opened: its sheets, and what a person should know about the reading. */
export interface Workbook {
  /** In the order of their tabs, without tabs that hold a chart. */
  readonly sheets: readonly Sheet[];
  /** True when dates count from 1904, as old Excel for Mac did; the rows are read accordingly. */
  readonly date1904: boolean;
  /**
   * Complete for a sheet once its rows were read: `sheets_not_read` { count, sheets },
   * `hidden_rows_read` { sheet, count }, `merged_cells_blank` { sheet, count, first }.
   */
  notices(): readonly Notice[];
}

const DEFAULT_BATCH_ROWS = 1_000;
const NO_COLUMNS: ReadonlySet<number> = new Set();
/** Sheets that a notice names; the others are counted. */
const NAMED_SHEETS = 10;

/**
 * Opens a workbook: the archive's list and the small parts are read at once, rows when they are
 * asked for. Throws WorkbookError when the bytes are no workbook, or one that passes a limit.
 */
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
  #styles: CellStyles = NO_STYLES;
  /** Names of sheets that have no part. */
  readonly #unread: string[] = [];
  /** By sheet and code, so that a second pass over a sheet adds none. */
  readonly #notices = new Map<string, Notice>();
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
    if (styles !== null) this.#styles = await readCellStyles(this.#parts, styles);
    const sheets = elements.filter(({ name, parent }) => name === 'sheet' && parent === 'sheets');
    const byId = new Map(relationships.map((relationship) => [relationship.id, relationship]));
    return {
      date1904: this.#date1904,
      sheets: sheets.flatMap(({ attributes }) => this.#sheet(attributes, byId)),
      notices: () => [...this.#unreadSheets(), ...this.#notices.values()],
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
    const id = attributes.get('id') ?? '';
    // Excel itself keeps the macro sheets of Excel 5 as a name without a part.
    if (id === '') {
      this.#unread.push(name);
      return [];
    }
    const relationship = byId.get(id);
    if (relationship === undefined) throw missing(`sheet "${name}"`);
    if (relationship.type !== 'worksheet') return [];
    if (!this.#parts.has(relationship.part)) throw missing(relationship.part);
    const hidden = /hidden/i.test(attributes.get('state') ?? '');
    return [{ name, hidden, rows: (options = {}) => this.#rows(name, relationship.part, options) }];
  }

  #unreadSheets(): Notice[] {
    const count = this.#unread.length;
    const sheets = this.#unread.slice(0, NAMED_SHEETS).join(', ');
    return count === 0 ? [] : [{ code: 'sheets_not_read', values: { count, sheets } }];
  }

  #note(sheet: string, { merged, hiddenRows }: SheetParser): void {
    const { count, first } = merged;
    const code = 'merged_cells_blank';
    if (first !== null)
      this.#notices.set(`${code} ${sheet}`, { code, values: { sheet, count, first } });
    if (hiddenRows > 0) {
      const values = { sheet, count: hiddenRows };
      this.#notices.set(`hidden ${sheet}`, { code: 'hidden_rows_read', values });
    }
  }

  async *#rows(
    sheet: string,
    part: string,
    {
      signal,
      batchRows = DEFAULT_BATCH_ROWS,
      checkOnly = false,
      textColumns = NO_COLUMNS,
      columnsRead = NO_COLUMNS,
      textsRead = NO_COLUMNS,
      timeZone = 'UTC',
    }: RowsOptions,
  ): AsyncGenerator<RowBatch, void, undefined> {
    const strings = await this.#sharedStrings(signal);
    const runs = CellRuns.take(this.#limits);
    const parser = new SheetParser({
      sheet,
      runs,
      batchRows,
      textColumns,
      columnsRead: checkOnly ? columnsRead : null,
      textsRead,
      timeZone,
      strings,
      limits: this.#limits,
      styles: this.#styles,
      date1904: this.#date1904,
    });
    try {
      for await (const chunk of utf8Chunks(
        `Sheet "${sheet}"`,
        this.#parts.bytes(part, this.#limits.maxPartBytes, signal),
      )) {
        parser.feed(chunk);
        while (parser.parse()) yield* parser.pending.batches();
        signal?.throwIfAborted();
      }
      parser.finish();
    } finally {
      runs?.giveBack();
    }
    this.#note(sheet, parser);
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

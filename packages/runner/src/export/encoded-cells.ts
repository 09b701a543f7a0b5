/**
 * Encoded rows of the database as cells: copies the bytes of a column into the sheet without
 * creating a JavaScript value, except where the author gave the column a codec. Used by exports of
 * workbooks.
 */
import type { EncodedPages, EncodedRows } from '@longshore/database';
import type { Column } from '@longshore/executors';
import type { ByteColumn, ByteRows, Cell, CellWriter, RowValues } from '@longshore/workbook';
import type { CellBatch } from './cell-batch.js';

/** Tells the writer what a value, which is not NULL, is as a cell. */
type WriteValue = (bytes: Buffer, start: number, end: number, to: CellWriter) => void;

/** Digits that a double keeps exactly. */
const EXACT_DIGITS = 15;
/** `t`, `-`, `.`, `0`, `9` */
const [TRUE, MINUS, POINT, ZERO, NINE] = [116, 45, 46, 48, 57] as const;
/** Labels kept of one column; codes are few. */
const MAX_KEPT = 1_000;

/**
 * In the order of `columns`; one that the rows do not have stays empty. The same cells as `toCell`
 * makes of ordinary pages.
 */
export async function* encodedCells(
  pages: EncodedPages,
  columns: readonly Column[],
): AsyncGenerator<CellBatch<ByteRows>> {
  const places = columns.map(({ key }) => pages.columns.findIndex((column) => column.key === key));
  const kinds = columns.map((column, i) => byteKindOf(column, pages, places[i] ?? -1));
  const writers = columns.map((column, i) => writerOf(column, pages, places[i] ?? -1));
  const constants = columns.map((column) => (column.isMasked ? column.toCell(null) : null));
  for await (const rows of pages)
    yield {
      cells: new EncodedCells(rows, { places, kinds, writers, constants }),
      key: () => rows.lastKey(),
    };
}

interface Writers {
  readonly places: readonly number[];
  /** Null: the values are not the cells. */
  readonly kinds: readonly (ByteColumn['kind'] | null)[];
  readonly writers: readonly WriteValue[];
  /** Of a masked column what each of its cells shows, NULL or not; else null. */
  readonly constants: readonly Cell[];
}

class EncodedCells implements ByteRows {
  readonly #rows: EncodedRows;
  readonly #places: readonly number[];
  readonly #columns: readonly (ByteColumn | null)[];
  readonly #writers: readonly WriteValue[];
  readonly #constants: readonly Cell[];

  constructor(rows: EncodedRows, { places, kinds, writers, constants }: Writers) {
    this.#rows = rows;
    this.#places = places;
    this.#columns = kinds.map((kind, i) => {
      const place = places[i] ?? -1;
      return kind === null || place === -1 || constants[i] !== null ? null : { kind, place };
    });
    this.#writers = writers;
    this.#constants = constants;
  }

  get length(): number {
    return this.#rows.length;
  }

  get width(): number {
    return this.#places.length;
  }

  get values(): RowValues {
    const { bytes, width: rowValues, starts, ends } = this.#rows;
    return { bytes, rowValues, starts, ends, columns: this.#columns };
  }

  writeCell(row: number, column: number, to: CellWriter): void {
    const constant = this.#constants[column] ?? null;
    if (constant === null) this.#writeValue(row, column, to);
    else to.value(constant);
  }

  #writeValue(row: number, column: number, to: CellWriter): void {
    const place = this.#places[column] ?? -1;
    if (place === -1) return;
    const { bytes, width, starts, ends } = this.#rows;
    const at = row * width + place;
    const start = starts[at] ?? -1;
    const end = ends[at] ?? -1;
    if (start !== -1 && end > start) this.#writers[column]?.(bytes, start, end, to);
  }
}

/** What a column is whose bytes are its cells; else null. */
function byteKindOf(
  { kind, hasCustomCodec }: Column,
  pages: EncodedPages,
  place: number,
): ByteColumn['kind'] | null {
  const encoding = pages.columns[place]?.encoding ?? 'other';
  if (hasCustomCodec) return null;
  if (kind === 'text') return PRINTED.has(encoding) ? 'text' : null;
  if (kind === 'boolean') return encoding === 'boolean' ? 'boolean' : null;
  return NUMBERS.has(kind) && encoding === 'number' ? 'number' : null;
}

function writerOf(column: Column, pages: EncodedPages, place: number): WriteValue {
  const cellOf = (text: string): Cell => column.toCell(pages.valueOf(place, text));
  const byValue: WriteValue = (bytes, start, end, to) =>
    to.value(cellOf(bytes.toString('utf8', start, end)));
  const byteKind = byteKindOf(column, pages, place);
  if (byteKind === 'text') return (bytes, start, end, to) => to.text(bytes, start, end);
  if (byteKind === 'boolean') return (bytes, start, _end, to) => to.value(bytes[start] === TRUE);
  if (byteKind === 'number') return numberWriter(byValue);
  if (column.hasCustomCodec) return byValue;
  const encoding = pages.columns[place]?.encoding ?? 'other';
  const { kind } = column;
  if (kind === 'label') return labelWriter(cellOf);
  const isMoment = encoding === 'timestamp' || (encoding === 'day' && column.isDay);
  return kind === 'date' && isMoment ? timestampWriter(pages, byValue) : byValue;
}

/** Encodings whose text is what a text column shows. */
const PRINTED: ReadonlySet<string> = new Set(['text', 'timestamp', 'day']);
const NUMBERS: ReadonlySet<Column['kind']> = new Set(['integer', 'number', 'decimal']);

function timestampWriter(pages: EncodedPages, byValue: WriteValue): WriteValue {
  return (bytes, start, end, to) => {
    const ms = pages.timestampMs(bytes, start, end);
    if (Number.isNaN(ms)) byValue(bytes, start, end, to);
    else to.value(new Date(ms));
  };
}

function numberWriter(byValue: WriteValue): WriteValue {
  return (bytes, start, end, to) => {
    if (isPlainNumber(bytes, start, end)) to.number(bytes, start, end);
    else byValue(bytes, start, end, to);
  };
}

/** A column has few codes: each is looked up once. */
function labelWriter(cellOf: (text: string) => Cell): WriteValue {
  const kept = new Map<string, Cell>();
  return (bytes, start, end, to) => {
    const text = bytes.toString('utf8', start, end);
    const known = kept.get(text);
    const cell = known === undefined ? cellOf(text) : known;
    if (known === undefined && kept.size < MAX_KEPT) kept.set(text, cell);
    to.value(cell);
  };
}

/** Decimal digits that are the same number as a double; -0 is none. */
function isPlainNumber(bytes: Buffer, start: number, end: number): boolean {
  const first = bytes[start] === MINUS ? start + 1 : start;
  if (end - first > EXACT_DIGITS || (first > start && bytes[first] === ZERO)) return false;
  for (let at = first; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if ((byte < ZERO || byte > NINE) && byte !== POINT) return false;
  }
  return true;
}

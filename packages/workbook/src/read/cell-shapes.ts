/**
 * How the cells of each column opened last: `<c r="B`, the row's digits, `" s="1" t="str"><v>`. Programs write a column alike from
 * row to row, so that most tags need only be compared. Used by the sheet parser.
 */
import type { Kind } from './cell-value.js';
import type { XmlTokens } from './xml-tokens.js';

export interface CellShape {
  readonly before: Buffer;
  readonly after: Buffer;
  readonly kind: Kind;
  readonly style: number;
}

export const VALUE_OPEN = Buffer.from('<v>');
const LESS = '<'.charCodeAt(0);
/** Columns further right are not remembered. */
const MAX_SHAPES = 1024;

/** The opening tag of a cell just read. */
export interface CellTag {
  readonly column: number;
  readonly kind: Kind;
  readonly style: number;
  /** Positions of the digits in its reference, and of the `>` that ends it. */
  readonly digitsStart: number;
  readonly digitsEnd: number;
  readonly end: number;
}

export class CellShapes {
  readonly #shapes: (CellShape | undefined)[] = [];

  of(column: number): CellShape | undefined {
    return this.#shapes[column];
  }

  /** `tokens`: the element that the tag opened is the last that was opened there. */
  learn({ bytes, nameStart }: XmlTokens, { column, kind, style, digitsStart, digitsEnd, end }: CellTag): void {
    const start = nameStart - 1;
    if (column >= MAX_SHAPES || bytes[start] !== LESS) return;
    const before = bytes.subarray(start, digitsStart);
    const after = bytes.subarray(digitsEnd, end + 1);
    const known = this.#shapes[column];
    if (known?.before.equals(before) && known.after.length === after.length + VALUE_OPEN.length && known.after.indexOf(after) === 0) return;
    this.#shapes[column] = { before: Buffer.from(before), after: Buffer.concat([after, VALUE_OPEN]), kind, style };
  }
}

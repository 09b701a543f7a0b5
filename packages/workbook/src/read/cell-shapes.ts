/**
 * The bytes of the last opening tag in each column: `<c r="B`, the row's digits, `" s="1"
 * t="str"><v>`. Programs write the same tag in every row of a column, so that most tags are
 * compared, not parsed. Used by the sheet parser.
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
const [LESS, ZERO, NINE, UPPER_A, UPPER_Z] = [60, 48, 57, 65, 90] as const;
/** Columns further right are not remembered, nor longer tags. */
const MAX_SHAPES = 1024;
const MAX_TAG_BYTES = 128;
const MAX_DIGITS = 7;

/** The opening tag of a cell that was parsed. */
export interface LearnedTag {
  readonly column: number;
  readonly kind: Kind;
  readonly style: number;
  /** Of the row around it. */
  readonly rowDigits: Buffer;
  /** Positions after its reference, and of the `>` that ends it. */
  readonly referenceEnd: number;
  readonly end: number;
}

export class CellShapes {
  readonly #shapes: (CellShape | undefined)[] = [];

  of(column: number): CellShape | undefined {
    return this.#shapes[column];
  }

  /** Remembers the tag; it must be the last tag that `tokens` opened. */
  learn(
    { bytes, nameStart }: XmlTokens,
    { column, kind, style, rowDigits, referenceEnd, end }: LearnedTag,
  ): void {
    const start = nameStart - 1;
    const digitsStart = referenceEnd - rowDigits.length;
    if (column >= MAX_SHAPES || bytes[start] !== LESS || end - start > MAX_TAG_BYTES) return;
    if (
      !isLetter(bytes[digitsStart - 1]) ||
      !rowDigits.equals(bytes.subarray(digitsStart, referenceEnd))
    )
      return;
    const before = bytes.subarray(start, digitsStart);
    const after = bytes.subarray(referenceEnd, end + 1);
    const known = this.#shapes[column];
    if (
      known?.before.equals(before) &&
      known.after.length === after.length + VALUE_OPEN.length &&
      known.after.indexOf(after) === 0
    )
      return;
    this.#shapes[column] = {
      before: Buffer.from(before),
      after: Buffer.concat([after, VALUE_OPEN]),
      kind,
      style,
    };
  }
}

const isLetter = (byte: number | undefined): boolean =>
  byte !== undefined && byte >= UPPER_A && byte <= UPPER_Z;

/**
 * A copy of a row's number when it stands there as digits alone, without a leading zero; else null.
 */
export function plainDigits(bytes: Buffer, start: number, end: number): Buffer | null {
  if (end === start || end - start > MAX_DIGITS || bytes[start] === ZERO) return null;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte < ZERO || byte > NINE) return null;
  }
  return Buffer.from(bytes.subarray(start, end));
}

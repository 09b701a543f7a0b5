/**
 * A value of the database in JSON, so that `save` writes the same value again. Used by kept rows.
 */
import { printedText, WallDate } from '@longshore/database';

/**
 * `wall`: a WallDate, its moment and its wall clock. What the database printed is its text: an
 * interval, JSON, a time that is finer than a Date.
 */
export type KeptValue =
  | string
  | number
  | boolean
  | null
  | { readonly number: string }
  | { readonly bigint: string }
  | { readonly date: number }
  | { readonly wall: readonly [ms: number, wallMs: number] }
  | { readonly bytes: string }
  | { readonly json: unknown };

/** Undefined: an object of a class that is not known here. */
export function keptValue(value: unknown): KeptValue | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'undefined':
      return null;
    case 'bigint':
      return { bigint: String(value) };
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : { number: Object.is(value, -0) ? '-0' : String(value) };
    case 'object':
      return value === null ? null : keptObject(value);
    default:
      return undefined;
  }
}

/** A fraction of a second that a Date does not hold. */
const FINER_THAN_MS = /\.\d{3}\d*[1-9]/;

function keptObject(value: object): KeptValue | undefined {
  if (value instanceof WallDate) return { wall: [value.getTime(), value.wallMs] };
  const printed = printedText(value);
  if (value instanceof Date && !FINER_THAN_MS.test(printed ?? '')) return { date: value.getTime() };
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('base64') };
  if (printed !== undefined) return printed;
  return Array.isArray(value) || isPlain(value) ? { json: value } : undefined;
}

const isPlain = (value: object): boolean =>
  [Object.prototype, null].includes(Object.getPrototypeOf(value));

/** What `keptValue` was given, or a text that the database reads as the same. */
export function readValue(kept: KeptValue): unknown {
  if (typeof kept !== 'object' || kept === null) return kept;
  if ('number' in kept) return Number(kept.number);
  if ('bigint' in kept) return BigInt(kept.bigint);
  if ('date' in kept) return new Date(kept.date);
  if ('wall' in kept) return new WallDate(...kept.wall);
  return 'bytes' in kept ? Buffer.from(kept.bytes, 'base64') : kept.json;
}

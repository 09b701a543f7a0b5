/**
 * The encoder as WebAssembly: `npm run build` makes `dist/encoder.wasm` of `assembly/`. Used by
 * encoder.ts.
 */
import { readFileSync } from 'node:fs';

/** Addresses and counts that assembly/memory.ts names. */
type Area =
  | 'COLUMN_KINDS'
  | 'COLUMN_MARKUPS'
  | 'COLUMN_PLACES'
  | 'COLUMN_STARTS'
  | 'ENDS'
  | 'MARKUPS'
  | 'MAX_CELLS'
  | 'MAX_COLUMNS'
  | 'MAX_MARKUPS'
  | 'MAX_ROWS'
  | 'NUMBERS'
  | 'PACKED'
  | 'RAW'
  | 'RAW_BYTES'
  | 'ROW_CELLS'
  | 'STARTS'
  | 'TEXT'
  | 'TEXT_UNITS'
  | 'TYPES'
  | 'VALUE_BYTES'
  | 'VALUES';

/** What assembly/index.ts exports; its sentences are there. */
export type EncoderExports = Readonly<Record<Area, { readonly value: number }>> & {
  readonly memory: { readonly buffer: ArrayBuffer };
  reset(): void;
  beginRows(firstRow: number, count: number, rowValues: number, valuesStart: number): void;
  encodeRows(): number;
  oddRow(): number;
  oddColumn(): number;
  writeOdd(length: number): void;
  writeRaw(length: number): void;
  settle(): void;
  isBlockFull(): number;
  blockAddress(): number;
  blockLength(): number;
  xmlLength(): number;
  packBlock(): number;
  packFlush(): number;
  packEnd(): number;
};

/** As far as it is used here; the types of Node do not name it. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

/** Beside `src` and `dist` alike. */
const FILE = new URL('../../dist/encoder.wasm', import.meta.url);
let compiled: object | null = null;

export function newEncoder(): EncoderExports {
  compiled ??= new WebAssembly.Module(readFileSync(FILE));
  const { exports } = new WebAssembly.Instance(compiled, {});
  return exports as EncoderExports; // as assembly/index.ts exports them
}

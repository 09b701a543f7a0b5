/**
 * The reader as WebAssembly: `npm run build` makes `dist/reader.wasm` of `assembly/reader/`. Used
 * by cell-runs.ts.
 */
import { readFileSync } from 'node:fs';

/** Addresses and counts that assembly/reader/memory.ts names. */
type Area =
  | 'AFTERS'
  | 'COLUMNS'
  | 'ENDS'
  | 'FIRSTS'
  | 'KINDS'
  | 'MAX_FOUND'
  | 'NUMBERS'
  | 'STARTS'
  | 'STYLES'
  | 'TEXT'
  | 'XML'
  | 'XML_BYTES';

/** What assembly/reader/index.ts exports; its sentences are there. */
export type ReaderExports = Readonly<Record<Area, { readonly value: number }>> & {
  readonly memory: { readonly buffer: ArrayBuffer };
  readRows(from: number, limit: number, row: number, before: number, within: boolean): number;
  readTo(): number;
  inRow(): number;
  lastColumn(): number;
  setLongestInline(bytes: number): void;
  readStrings(from: number, limit: number, longest: number): number;
  stringsReadTo(): number;
};

/** As far as it is used here; the types of Node do not name it. */
declare const WebAssembly:
  | {
      readonly Module: new (bytes: Uint8Array) => object;
      readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
    }
  | undefined;

/** Beside `src` and `dist` alike. */
const FILE = new URL('../../dist/reader.wasm', import.meta.url);
let compiled: object | null = null;

/** Null where the engine has no WebAssembly, as under `--jitless`. */
export function newReader(): ReaderExports | null {
  if (typeof WebAssembly === 'undefined') return null;
  compiled ??= new WebAssembly.Module(readFileSync(FILE));
  const { exports } = new WebAssembly.Instance(compiled, {});
  return exports as ReaderExports; // as assembly/reader/index.ts exports them
}

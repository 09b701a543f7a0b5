/**
 * Text to bytes of an encoding that Node can only read: the table of TextDecoder, inverted. Used by
 * tests.
 */
import { textDecoder } from '../csv/text-decoder.js';

const tables = new Map<string, ReadonlyMap<string, Buffer>>();

/** Throws where the encoding lacks a character. */
export function encodeText(text: string, encoding: string): Buffer {
  const table = tables.get(encoding) ?? inverted(encoding);
  tables.set(encoding, table);
  return Buffer.concat([...text].map((char) => bytesOf(char, table, encoding)));
}

/** Whether the encoding has each character of the text. */
export function canEncode(text: string, encoding: string): boolean {
  const table = tables.get(encoding) ?? inverted(encoding);
  tables.set(encoding, table);
  return [...text].every((char) => char < '\x80' || table.has(char));
}

function bytesOf(char: string, table: ReadonlyMap<string, Buffer>, encoding: string): Buffer {
  const bytes = char < '\x80' ? Buffer.from(char) : table.get(char);
  if (bytes === undefined) throw new Error(`${encoding} has no ${char}.`);
  return bytes;
}

function inverted(encoding: string): ReadonlyMap<string, Buffer> {
  const table = new Map<string, Buffer>();
  for (let first = 0x80; first <= 0xff; first += 1) {
    add(table, Buffer.from([first]), encoding);
    for (let second = 0x30; second <= 0xff; second += 1)
      add(table, Buffer.from([first, second]), encoding);
  }
  return table;
}

/** The first bytes of a character win: a few encodings hold one twice. */
function add(table: Map<string, Buffer>, bytes: Buffer, encoding: string): void {
  const text = textDecoder(encoding, false).decode(bytes);
  if ([...text].length === 1 && text !== '\ufffd' && !table.has(text)) table.set(text, bytes);
}

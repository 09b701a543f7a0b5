/**
 * Text in the encoding of Chinese Windows: Node only decodes it, so the table is made by decoding
 * every code.
 */

const codes = new Map<string, Buffer>();
const decoder = new TextDecoder('gb18030');
const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);
const LEAD = range(0x81, 0xfe);

function add(...bytes: number[]): void {
  codes.set(decoder.decode(Uint8Array.from(bytes)), Buffer.from(bytes));
}
for (const lead of LEAD)
  for (const trail of range(0x40, 0xfe)) if (trail !== 0x7f) add(lead, trail);
// Of the codes of four bytes only the first ones, which hold the letters of Western Europe.
for (const third of LEAD) for (const last of range(0x30, 0x39)) add(0x81, 0x30, third, last);

/** Throws on a character that is not in the table. */
export function encodeGb18030(text: string): Buffer {
  return Buffer.concat(
    text
      .split(/([^\0-\x7f])/u)
      .map((part) => (/[^\0-\x7f]/u.test(part) ? codeOf(part) : Buffer.from(part, 'latin1'))),
  );
}

function codeOf(character: string): Buffer {
  const code = codes.get(character);
  if (code === undefined)
    throw new Error(`There is no code for ${JSON.stringify(character)} in the table.`);
  return code;
}

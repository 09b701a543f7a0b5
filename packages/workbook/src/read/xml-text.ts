/** The text of a token as a string: entities (XML 1.0, 4.6), line ends (2.11) and `_xHHHH_` (ECMA-376 part 1, 22.9.2.19). */
import { asciiString, utf8String } from './byte-strings.js';
import { TEXT, type XmlTokens } from './xml-tokens.js';

const [LINE_FEED, CARRIAGE_RETURN, AMPERSAND, SEMICOLON] = [10, 13, 38, 59] as const;
const NAMED = Object.entries({ 'amp;': '&', 'lt;': '<', 'gt;': '>', 'quot;': '"', 'apos;': "'" }).map(([name, char]) => ({
  name: Buffer.from(name),
  byte: char.charCodeAt(0),
}));
const LONGEST_ENTITY = 12;
const MAX_POINT = 0x10_ffff;
const REPLACEMENT = '\ufffd';
const REPLACEMENT_BYTES = Buffer.from(REPLACEMENT);

/** Text between tags. Throws WorkbookError `bad_encoding` for bytes that are no UTF-8, `bad_xml` for an unknown entity. */
export function textOf(tokens: XmlTokens): string {
  const { bytes, start, end, features } = tokens;
  if (features === 0) return asciiString(bytes, start, end);
  const literal = (features & (TEXT.entity | TEXT.carriageReturn)) === 0;
  const text = literal ? stringOf(tokens, bytes, start, end) : unescaped(tokens, start, end);
  return (features & TEXT.underscore) === 0 ? text : unescapeXstring(text);
}

/** An attribute's value. */
export function attributeText(tokens: XmlTokens): string {
  return unescapeXstring(unescaped(tokens, tokens.valueStart, tokens.valueEnd));
}

const unescapeXstring = (text: string): string =>
  text.includes('_x') ? text.replace(/_x([0-9a-f]{4})_/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) : text;

function stringOf(tokens: XmlTokens, bytes: Buffer, start: number, end: number): string {
  const text = utf8String(bytes, start, end);
  if (text.includes(REPLACEMENT) && bytes.subarray(start, end).indexOf(REPLACEMENT_BYTES) === -1) {
    throw tokens.error('bad_encoding', 'holds bytes that are no valid UTF-8; save the workbook again');
  }
  return text;
}

/** Holds one text while its entities are replaced; it never gets longer by that. */
let scratch = Buffer.allocUnsafeSlow(4096);

function unescaped(tokens: XmlTokens, start: number, end: number): string {
  if (scratch.length < end - start) scratch = Buffer.allocUnsafeSlow(2 * (end - start));
  const { bytes } = tokens;
  let length = 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === AMPERSAND) {
      const named = NAMED.find(({ name }) => startsWith(bytes, at + 1, name));
      if (named === undefined) {
        const semicolon = bytes.indexOf(SEMICOLON, at);
        length += scratch.write(numbered(tokens, at + 1, Math.min(semicolon, end, at + LONGEST_ENTITY)), length);
        at = semicolon;
      } else {
        scratch[length++] = named.byte;
        at += named.name.length;
      }
    } else if (byte === CARRIAGE_RETURN) {
      if (bytes[at + 1] !== LINE_FEED) scratch[length++] = LINE_FEED;
    } else scratch[length++] = byte;
  }
  return stringOf(tokens, scratch, 0, length);
}

function startsWith(bytes: Buffer, start: number, name: Buffer): boolean {
  for (let i = 0; i < name.length; i += 1) if (bytes[start + i] !== name[i]) return false;
  return true;
}

/** `&#10;` or `&#xA;` */
function numbered(tokens: XmlTokens, start: number, end: number): string {
  const name = tokens.bytes.toString('latin1', start, end);
  const [, hex, decimal] = /^#(?:x([0-9a-f]+)|([0-9]+))$/i.exec(name) ?? [];
  const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  if (!(point <= MAX_POINT)) throw tokens.error('bad_xml', `holds the unknown entity "&${name}"`);
  return String.fromCodePoint(point);
}

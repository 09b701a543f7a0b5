/** The text of a token as a string: entities (XML 1.0, 4.6), line ends (2.11) and `_xHHHH_` (ECMA-376 part 1, 22.9.2.19). */
import { asciiString, utf8String } from './byte-strings.js';
import { TEXT, type XmlTokens } from './xml-tokens.js';

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const REPLACEMENT = '\ufffd';
const REPLACEMENT_BYTES = Buffer.from(REPLACEMENT);
const MAX_POINT = 0x10_ffff;

/** Text between tags. Throws WorkbookError `bad_encoding` for bytes that are no UTF-8, `bad_xml` for an unknown entity. */
export function textOf(tokens: XmlTokens): string {
  const { bytes, start, end, features } = tokens;
  if (features === 0) return asciiString(bytes, start, end);
  let text = (features & TEXT.wide) === 0 ? asciiString(bytes, start, end) : utf8Text(tokens, start, end);
  if ((features & TEXT.carriageReturn) !== 0) text = text.replace(/\r\n?/g, '\n');
  if ((features & TEXT.entity) !== 0) text = withoutEntities(tokens, text);
  return (features & TEXT.underscore) === 0 ? text : unescapeXstring(text);
}

export function utf8Text(tokens: XmlTokens, start: number, end: number): string {
  const text = utf8String(tokens.bytes, start, end);
  if (text.includes(REPLACEMENT) && tokens.bytes.subarray(start, end).indexOf(REPLACEMENT_BYTES) === -1) {
    throw tokens.error('bad_encoding', 'holds bytes that are no valid UTF-8; save the workbook again');
  }
  return text;
}

export const withoutEntities = (tokens: XmlTokens, text: string): string =>
  text.replace(/&([^;&]{0,12});?/g, (whole, name: string) => {
    const char = whole.endsWith(';') ? (ENTITIES[name] ?? numbered(name)) : null;
    if (char === null) throw tokens.error('bad_xml', `holds the unknown entity "${whole}"`);
    return char;
  });

function numbered(name: string): string | null {
  const [, hex, decimal] = /^#(?:x([0-9a-f]+)|([0-9]+))$/i.exec(name) ?? [];
  if (hex === undefined && decimal === undefined) return null;
  const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  return point <= MAX_POINT ? String.fromCodePoint(point) : null;
}

export const unescapeXstring = (text: string): string =>
  text.includes('_x') ? text.replace(/_x([0-9a-f]{4})_/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) : text;

/**
 * The text of a token as a string: entities (XML 1.0, 4.6), line ends (2.11) and `_xHHHH_`
 * (ECMA-376 part 1, 22.9.2.19).
 */
import { asciiString, utf8String } from './byte-strings.js';
import { TEXT, type XmlTokens } from './xml-tokens.js';

const [LINE_FEED, CARRIAGE_RETURN, AMPERSAND, SEMICOLON] = [10, 13, 38, 59] as const;
/** `amp` as a number of its bytes -> `&`. */
const NAMED = new Map(
  Object.entries({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }).map(([name, char]) => [
    Buffer.from(name).readUIntBE(0, name.length),
    char.charCodeAt(0),
  ]),
);
const LONGEST_ENTITY = 12;
const ASCII_END = 0x80;
const MAX_POINT = 0x10_ffff;

/** Text between tags. Throws WorkbookError `bad_xml` for an unknown entity. */
export function textOf(tokens: XmlTokens): string {
  const { bytes, start, end, features } = tokens;
  if (features === 0) return asciiString(bytes, start, end);
  const isLiteral = (features & (TEXT.entity | TEXT.carriageReturn)) === 0;
  const text = isLiteral ? stringOf(tokens, bytes, start, end) : unescaped(tokens, start, end);
  return (features & TEXT.underscore) === 0 ? text : unescapeXstring(text);
}

/** Throws as `textOf` would, without making the text. */
export function checkText(tokens: XmlTokens): void {
  if ((tokens.features & TEXT.entity) !== 0) writeUnescaped(tokens, tokens.start, tokens.end);
}

/** An attribute's value. */
export function attributeText(tokens: XmlTokens): string {
  const length = writeUnescaped(tokens, tokens.valueStart, tokens.valueEnd);
  return unescapeXstring(utf8String(scratch, 0, length));
}

const unescapeXstring = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9a-f]{4})_/gi, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      )
    : text;

function stringOf({ features }: XmlTokens, bytes: Buffer, start: number, end: number): string {
  return (features & TEXT.wide) === 0
    ? asciiString(bytes, start, end)
    : utf8String(bytes, start, end);
}

/** Holds one text whose entities are replaced; it never gets longer by that. */
let scratch = Buffer.allocUnsafeSlow(4096);

function unescaped(tokens: XmlTokens, start: number, end: number): string {
  const length = writeUnescaped(tokens, start, end);
  return stringOf(tokens, scratch, 0, length);
}

/** Into `scratch`; returns the length there. */
function writeUnescaped(tokens: XmlTokens, start: number, end: number): number {
  if (scratch.length < end - start) scratch = Buffer.allocUnsafeSlow(2 * (end - start));
  const { bytes } = tokens;
  const text = scratch;
  let length = 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === AMPERSAND) {
      const semicolon = entityEnd(bytes, at + 1, end);
      const point = entityPoint(tokens, at + 1, semicolon);
      if (point < ASCII_END) text[length++] = point;
      else length += text.write(String.fromCodePoint(point), length);
      at = semicolon;
    } else if (byte !== CARRIAGE_RETURN) text[length++] = byte;
    else if (bytes[at + 1] !== LINE_FEED) text[length++] = LINE_FEED;
  }
  return length;
}

function entityEnd(bytes: Buffer, start: number, textEnd: number): number {
  const limit = Math.min(textEnd, start + LONGEST_ENTITY);
  let end = start;
  while (end < limit && bytes[end] !== SEMICOLON) end += 1;
  return end;
}

function entityPoint(tokens: XmlTokens, start: number, end: number): number {
  let name = 0;
  for (let at = start; at < end; at += 1) name = name * 256 + (tokens.bytes[at] ?? 0);
  return (
    (tokens.bytes[end] === SEMICOLON ? NAMED.get(name) : undefined) ?? numbered(tokens, start, end)
  );
}

/** `&#10;` or `&#xA;` */
function numbered(tokens: XmlTokens, start: number, end: number): number {
  const name = tokens.bytes.toString('latin1', start, end);
  const [, hex, decimal] = /^#(?:x([0-9a-f]+)|([0-9]+))$/i.exec(name) ?? [];
  const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  if (!(point <= MAX_POINT)) throw tokens.error('bad_xml', `holds the unknown entity "&${name}"`);
  if (point >= ASCII_END) tokens.features |= TEXT.wide;
  return point;
}

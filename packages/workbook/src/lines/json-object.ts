/**
 * The members of a JSON object in one line (RFC 8259), each value as it is written: JSON.parse
 * would round long numbers, and keep only the last of two members with one name.
 */

/** One member. `nested`: an object or a list, whose inside is not checked. */
export interface JsonMember {
  readonly name: string;
  readonly kind: 'text' | 'number' | 'word' | 'nested';
  /** Of a text its characters; else as it stands in the line. */
  readonly value: string;
}

const PLAIN = '[^"\\\\\\u0000-\\u001f]*';
const TEXT = `"${PLAIN}(?:\\\\(?:["\\\\/bfnrt]|u[0-9a-fA-F]{4})${PLAIN})*"`;
const NUMBER = '-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?';
const BLANK = '[ \\t]*';
const OPEN = new RegExp(`${BLANK}\\{${BLANK}`, 'y');
const CLOSE = new RegExp(`\\}${BLANK}$`, 'y');
const NAME = new RegExp(`(${TEXT})${BLANK}:${BLANK}`, 'y');
const VALUE = new RegExp(`(${TEXT})|(${NUMBER})|(true|false|null)`, 'y');
const GAP = new RegExp(BLANK, 'y');
const COMMA = new RegExp(`,${BLANK}`, 'y');
/** What matters inside an object or a list. */
const TOKEN = new RegExp(`${TEXT}|[[\\]{}]`, 'g');

/** Null: the line is no JSON object. */
export function jsonMembers(line: string): JsonMember[] | null {
  const members: JsonMember[] = [];
  let at = endOf(OPEN, line, 0);
  if (at === null) return null;
  if (endOf(CLOSE, line, at) !== null) return members;
  for (;;) {
    const found = memberAt(line, at);
    if (found === null) return null;
    members.push(found.member);
    at = endOf(GAP, line, found.end) ?? found.end;
    if (endOf(CLOSE, line, at) !== null) return members;
    at = endOf(COMMA, line, at);
    if (at === null) return null;
  }
}

interface Found {
  readonly member: JsonMember;
  readonly end: number;
}

function memberAt(line: string, at: number): Found | null {
  NAME.lastIndex = at;
  const name = NAME.exec(line)?.[1];
  if (name === undefined) return null;
  return valueAt(line, NAME.lastIndex, charactersOf(name));
}

function valueAt(line: string, at: number, name: string): Found | null {
  VALUE.lastIndex = at;
  const [whole, text, number] = VALUE.exec(line) ?? [];
  if (whole === undefined) return nestedAt(line, at, name);
  const end = VALUE.lastIndex;
  if (text !== undefined) return { member: { name, kind: 'text', value: charactersOf(text) }, end };
  return { member: { name, kind: number === undefined ? 'word' : 'number', value: whole }, end };
}

function nestedAt(line: string, at: number, name: string): Found | null {
  if (line[at] !== '{' && line[at] !== '[') return null;
  TOKEN.lastIndex = at;
  let depth = 0;
  for (let token = TOKEN.exec(line)?.[0]; token !== undefined; token = TOKEN.exec(line)?.[0]) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    if (depth > 0) continue;
    const end = TOKEN.lastIndex;
    return { member: { name, kind: 'nested', value: line.slice(at, end) }, end };
  }
  return null;
}

/** Of a text in quotes. */
const charactersOf = (quoted: string): string =>
  quoted.includes('\\') ? String(JSON.parse(quoted)) : quoted.slice(1, -1);

function endOf(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : null;
}

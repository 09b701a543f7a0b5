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
const NAME = `${BLANK}(${TEXT})${BLANK}:${BLANK}`;
/** A comma, or the end of the object. */
const BEHIND = `${BLANK}([,}])${BLANK}`;
const OPEN = new RegExp(`${BLANK}\\{${BLANK}`, 'y');
const CLOSE = new RegExp(`\\}${BLANK}$`, 'y');
/** Most members, in one step. */
const PLAIN_MEMBER = new RegExp(`${NAME}(?:(${TEXT})|(${NUMBER})|(true|false|null))${BEHIND}`, 'y');
const NESTED_NAME = new RegExp(`${NAME}(?=[[{])`, 'y');
const BEHIND_NESTED = new RegExp(BEHIND, 'y');
/** What matters inside an object or a list. */
const TOKEN = new RegExp(`${TEXT}|[[\\]{}]`, 'g');

/** Null: the line is no JSON object. */
export function jsonMembers(line: string): JsonMember[] | null {
  const members: JsonMember[] = [];
  const start = endOf(OPEN, line, 0);
  if (start === null) return null;
  if (endOf(CLOSE, line, start) !== null) return members;
  for (let at = start; ; ) {
    const found = plainAt(line, at) ?? nestedAt(line, at);
    if (found === null) return null;
    members.push(found.member);
    at = found.end;
    if (found.isLast) return at === line.length ? members : null;
  }
}

interface Found {
  readonly member: JsonMember;
  readonly isLast: boolean;
  /** Where the next member begins. */
  readonly end: number;
}

function plainAt(line: string, at: number): Found | null {
  PLAIN_MEMBER.lastIndex = at;
  const found = PLAIN_MEMBER.exec(line);
  if (found === null) return null;
  const [, name = '', text, number, word = '', behind] = found;
  const member: JsonMember =
    text === undefined
      ? { name: charactersOf(name), ...(number === undefined ? wordOf(word) : numberOf(number)) }
      : { name: charactersOf(name), kind: 'text', value: charactersOf(text) };
  return { member, isLast: behind === '}', end: PLAIN_MEMBER.lastIndex };
}

const wordOf = (value: string) => ({ kind: 'word', value }) as const;
const numberOf = (value: string) => ({ kind: 'number', value }) as const;

function nestedAt(line: string, at: number): Found | null {
  NESTED_NAME.lastIndex = at;
  const name = NESTED_NAME.exec(line)?.[1];
  if (name === undefined) return null;
  const start = NESTED_NAME.lastIndex;
  const end = nestedEnd(line, start);
  if (end === null) return null;
  BEHIND_NESTED.lastIndex = end;
  const behind = BEHIND_NESTED.exec(line)?.[1];
  if (behind === undefined) return null;
  return {
    member: { name: charactersOf(name), kind: 'nested', value: line.slice(start, end) },
    isLast: behind === '}',
    end: BEHIND_NESTED.lastIndex,
  };
}

function nestedEnd(line: string, start: number): number | null {
  TOKEN.lastIndex = start;
  let depth = 0;
  for (let token = TOKEN.exec(line)?.[0]; token !== undefined; token = TOKEN.exec(line)?.[0]) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    if (depth === 0) return TOKEN.lastIndex;
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

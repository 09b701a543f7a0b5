/** The names of a door with docstring and declaration, read from its TypeScript sources. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** One public name. */
export interface Declaration {
  readonly name: string;
  /** The text of the docstring, without comment signs. */
  readonly says: string;
  /** The declaration, without the body of a function or class. */
  readonly code: string;
}

const RE_EXPORT = /^export (?:type )?(?:\{([^}]*)\}|\*) from '(\.[^']*)\.js';/gm;
const DECLARED =
  /^export (?:declare |abstract |async )*(?:const|function\*?|class|interface|type|enum) (\w+)/gm;

/**
 * All names that the file exports or hands on. Throws when a name handed on is declared nowhere.
 */
export function declarationsOf(file: string): Declaration[] {
  const text = readFileSync(file, 'utf8');
  const handedOn = [...text.matchAll(RE_EXPORT)].flatMap(([, names, path = '']) => {
    const source = sourceOf(file, path);
    if (names === undefined) return declarationsOf(source);
    return namesIn(names).map((name) => find(source, name));
  });
  const own = new Set([...text.matchAll(DECLARED)].map(([, name = '']) => name));
  return [...handedOn, ...[...own].map((name) => find(file, name))];
}

function sourceOf(from: string, path: string): string {
  const base = join(dirname(from), path);
  const found = [`${base}.ts`, `${base}.tsx`].find(existsSync);
  if (found === undefined) throw new Error(`${from} hands on ${path}, which is not there.`);
  return found;
}

const namesIn = (list: string): string[] =>
  list
    .split(',')
    .map((part) => part.trim().replace(/^type /, ''))
    .filter((part) => part !== '');

/** `public as inner` is looked up by its inner name and told by its public one. */
function find(file: string, exported: string): Declaration {
  const [inner = '', name = inner] = exported.split(' as ');
  const text = readFileSync(file, 'utf8');
  const declared = new RegExp(
    `^export (?:declare |abstract |async )*(?:const|function\\*?|class|interface|type|enum) ${inner}\\b`,
    'gm',
  );
  const places = [...text.matchAll(declared)].map(({ index }) => index);
  if (places.length === 0) return find(passedOnFrom(file, text, inner), exported);
  return {
    name,
    says: places.map((at) => docstringBefore(text, at)).find((says) => says !== '') ?? '',
    code: places.map((at) => declarationAt(text, at)).join('\n\n'),
  };
}

function passedOnFrom(file: string, text: string, name: string): string {
  const path = new RegExp(`\\b${name}\\b[^;]*from '(\\.[^']*)\\.js'`).exec(text)?.[1];
  if (path === undefined) throw new Error(`${file} does not declare ${name}.`);
  return sourceOf(file, path);
}

/** The docstring that ends right before the place; lints may stand between. */
function docstringBefore(text: string, at: number): string {
  const before = text.slice(0, at).replace(/(?:\/\/ [^\n]*\n)+$/, '');
  const comment = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n$/.exec(before)?.[1] ?? '';
  return comment.replace(/^[ \t]*\* ?/gm, '').trim();
}

/** Lines of formatted code that go on with a declaration: indented ones and closing brackets. */
const GOES_ON = /^(?:\s|[)>}\]]|$)/;

/** From `export` to the end of the declaration; a function or class ends before its body. */
function declarationAt(text: string, at: number): string {
  const [first = '', ...rest] = text.slice(at).split('\n');
  const end = rest.findIndex((line) => !GOES_ON.test(line));
  const lines = [first, ...rest.slice(0, end === -1 ? rest.length : end)];
  return /\b(?:function\*?|class) /.test(first) ? withoutBody(lines) : lines.join('\n').trimEnd();
}

/** The body opens at the last line at the margin that ends with a brace. */
function withoutBody(lines: readonly string[]): string {
  const body = lines.findLastIndex((line) => /^\S.*\{$/.test(line));
  const head = lines.slice(0, body + 1).join('\n');
  return body === -1 ? lines.join('\n').trimEnd() : head.slice(0, -1).trimEnd();
}

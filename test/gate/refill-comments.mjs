/**
 * Part of `npm run format`: breaks comment lines that are wider than 100 columns, as the formatter
 * does for code. Refills from the wide line to the end of its paragraph; Lua's lines only wrap.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const WIDTH = 100;
/** A line of comment: indent, mark, text. Lists, tags and tables stay as they are. */
const COMMENT = /^(\s*)(\*|\/\/) (?![@|-]|biome-)(.*\S)$/;
const ONE_LINE = /^(\s*)\/\*\* (.*\S) \*\/$/;
const LUA = /^-- (.*)$/;

const listing = ['ls-files', '--cached', '--others', '--exclude-standard'];
const { stdout } = spawnSync('git', [...listing, 'packages', 'apps', 'infra', 'test'], {
  encoding: 'utf8',
});
for (const file of stdout.split('\n').filter((path) => /\.(tsx?|[mc]js|lua)$/.test(path))) {
  const text = readFileSync(file, 'utf8');
  const filled = refill(text.split('\n'), file.endsWith('.lua')).join('\n');
  if (filled !== text) writeFileSync(file, filled);
}

function refill(lines, isLua) {
  const out = [];
  for (let i = 0; i < lines.length; i++) {
    const breakLine = lines[i].length <= WIDTH ? null : isLua ? breakLua : breakComment;
    const broken = breakLine?.(lines, i) ?? { taken: 1, lines: [lines[i]] };
    out.push(...broken.lines);
    i += broken.taken - 1;
  }
  return out;
}

/** Null: not a comment. */
function breakComment(lines, at) {
  const [, oneIndent, oneText] = ONE_LINE.exec(lines[at]) ?? [];
  if (oneText !== undefined) {
    const body = wrap(oneText, `${oneIndent} * `);
    return { taken: 1, lines: [`${oneIndent}/**`, ...body, `${oneIndent} */`] };
  }
  const [, indent, mark] = COMMENT.exec(lines[at]) ?? [];
  if (mark === undefined) return null;
  const after = lines.slice(at).findIndex((line) => COMMENT.exec(line)?.[2] !== mark);
  const paragraph = lines.slice(at, after < 0 ? lines.length : at + after);
  const text = paragraph.map((line) => COMMENT.exec(line)[3]).join(' ');
  return { taken: paragraph.length, lines: wrap(text, `${indent}${mark} `) };
}

function breakLua(lines, at) {
  const [, text] = LUA.exec(lines[at]) ?? [];
  return text === undefined ? null : { taken: 1, lines: wrap(text, '-- ', hanging(text)) };
}

/** What begins with a word of the head, as in `KEYS 1 entity`, goes on indented. */
function hanging(text) {
  return /^(KEYS|ARGV|Result)/.test(text) ? '--      ' : '-- ';
}

function wrap(text, first, later = first) {
  const lines = [];
  let line = first;
  for (const word of text.split(' ')) {
    const isFull = line.trimEnd().length + 1 + word.length > WIDTH && line.trim() !== first.trim();
    if (isFull) lines.push(line.trimEnd());
    line = isFull ? `${later}${word} ` : `${line}${word} `;
  }
  return [...lines, line.trimEnd()];
}

/** docs/errors.md and docs/task-life.md say what the code says. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ERROR_CODES, TRANSITIONS } from './browser.js';

const doc = (name: string): string =>
  readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');
const tableRows = (text: string): string[][] =>
  [...text.matchAll(/^\| (?!-|code \||from \|)(.+) \|$/gm)].map((match) =>
    (match[1] ?? '').split(' | ').map((cell) => cell.replaceAll('`', '')),
  );

test('docs/errors.md lists exactly the codes, with status, retry and sentence', () => {
  const codes = Object.entries(ERROR_CODES).map(([code, entry]) => [
    code,
    String(entry.status),
    'retryable' in entry ? 'yes' : 'no',
    entry.en.replace(/\{\w+\|[^|]*\|(\w+)\}/g, '$1'), // the words for many
  ]);
  expect(tableRows(doc('errors.md'))).toEqual(codes);
});

test('docs/task-life.md draws and explains exactly the legal moves', () => {
  const moves = Object.entries(TRANSITIONS).flatMap(([from, targets]) =>
    Object.entries(targets).map(([to, why]) => [from, to, why]),
  );
  const [life = ''] = doc('task-life.md').split('\n## ');
  expect(tableRows(life)).toEqual(moves);
  const drawn = [...doc('task-life.md').matchAll(/^ {2}(\w+) --> (\w+)$/gm)].map((match) =>
    match.slice(1),
  );
  expect(drawn).toEqual(moves.map(([from, to]) => [from, to]));
});

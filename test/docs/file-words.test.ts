/**
 * Words that stand in English and Chinese beside the code that writes them into a workbook have a
 * Japanese translation. The contract's own test sees that each language has the same words.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { worded } from '@longshore/contract';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const sources = execFileSync(
  'git',
  ['grep', '-lE', '\\b(worded|allWorded)\\(', '--', 'packages/*/src/*.ts'],
  { cwd: ROOT, encoding: 'utf8' },
)
  .split('\n')
  .filter((path) => /^packages\/(executors|runner|tasks)\//.test(path) && !path.includes('.test.'));

const TEXT = `'((?:[^'\\\\]|\\\\.)*)'`;

/** Of `en: '…'`, and of each line of a table `en: { … }`. */
function englishWords(source: string): string[] {
  const tables = [...source.matchAll(/^ {2}en: \{\n([\s\S]*?)^ {2}\},/gm)].map(
    ([, body]) => body ?? '',
  );
  const words = [
    ...source.matchAll(new RegExp(`\\ben: ${TEXT}`, 'g')),
    ...tables.flatMap((body) => [...body.matchAll(new RegExp(`: ${TEXT}`, 'g'))]),
  ];
  return words.map(([, word = '']) => word);
}

test.each(sources)('the words of %s are translated', (path) => {
  const words = englishWords(readFileSync(ROOT + path, 'utf8'));
  const untold = words.filter((en) => worded({ en, zh: '' }, 'ja') === en);
  expect(untold).toEqual([]);
});

test('words were found', () => {
  const all = sources.flatMap((path) => englishWords(readFileSync(ROOT + path, 'utf8')));
  expect(all.length).toBeGreaterThan(60);
});

/** What the browser loads before it shows the list of tasks stays small. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

const DIST = new URL('../dist/', import.meta.url);
const MOST_BYTES = 250_000;

const textOf = (path: string): string => readFileSync(new URL(path, DIST), 'utf8');
const scriptsIn = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, name = '']) => name);

/** The scripts of index.html, and what they import at once. */
function firstScripts(): ReadonlySet<string> {
  const found = new Set(scriptsIn(textOf('index.html'), /assets\/([\w.-]+\.js)/g));
  for (const name of found) {
    const imported = scriptsIn(
      textOf(`assets/${name}`),
      /(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g,
    );
    for (const one of imported) found.add(one);
  }
  return found;
}

test('the scripts of the first paint have at most 250 kB, gzipped', () => {
  const scripts = [...firstScripts()];
  expect(scripts.length).toBeGreaterThan(1);
  const sizes = scripts.map((name) => gzipSync(textOf(`assets/${name}`)).length);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MOST_BYTES);
});

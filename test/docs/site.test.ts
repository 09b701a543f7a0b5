/** The site is built from the documents: each has its page, its place and its reference. */

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { documents, ROOT, textOf } from '../support/markdown.js';

const APP = join(ROOT, 'apps/docs');
const SITE = join(APP, 'dist/site');
const pages = documents().filter((path) => path.startsWith('docs/'));

// a dead link between pages, a page without a file and a link out of the clone fail the build
beforeAll(() => {
  execFileSync('npm', ['run', 'docs'], { cwd: ROOT, stdio: 'pipe' });
}, 120_000);

test('each document is a page, and each page is named in a sidebar', () => {
  const sidebars = readFileSync(join(APP, 'src/sidebars.ts'), 'utf8');
  for (const path of pages) {
    const name = path.slice('docs/'.length, -'.md'.length);
    expect(existsSync(join(SITE, `${name}.html`)), path).toBe(true);
    expect(sidebars, path).toContain(`'${name}'`);
  }
});

test('the reference tells what the docstrings tell', () => {
  const page = readFileSync(join(SITE, 'reference/worker.html'), 'utf8');
  expect(page).toContain('startTaskWorker');
  const full = readFileSync(join(SITE, 'llms-full.txt'), 'utf8');
  expect(full).toContain('# @longshore/executors\n');
  expect(full).toContain('## defineExport\n');
});

test('llms.txt lists pages that are there, and llms-full.txt holds their text', () => {
  const list = readFileSync(join(SITE, 'llms.txt'), 'utf8');
  const named = [...list.matchAll(/\]\(\/([^)]+)\)/g)].map(([, page = '']) => page);
  expect(named.length).toBeGreaterThan(25);
  expect(named.filter((page) => !existsSync(join(SITE, page)))).toEqual([]);
  const full = readFileSync(join(SITE, 'llms-full.txt'), 'utf8');
  expect(full).toContain(textOf('docs/start.md').trimEnd());
});

test('pages load nothing from other hosts', () => {
  const html = readdirSync(SITE, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(html|css)$/.test(name),
  );
  const foreign = html.filter((name) =>
    /(?:src=|<link[^>]*href=|url\()["']?https?:/.test(readFileSync(join(SITE, name), 'utf8')),
  );
  expect(foreign).toEqual([]);
});

test('commands of the pages are commands of package.json', () => {
  const { scripts } = JSON.parse(textOf('package.json'));
  const named = pages.flatMap((path) =>
    [...textOf(path).matchAll(/npm run ([\w-]+)/g)].map(([, name = '']) => name),
  );
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

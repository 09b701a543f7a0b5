/** Every link in the documents leads to a file that is there, and to a heading in it. */
import { existsSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';
import { documents, ROOT, textOf } from '../support/markdown.js';

const LINK = /\]\((?!https?:|mailto:)([^)\s#]*)(?:#([^)\s]*))?\)/g;

/** Code is no link. */
const prose = (document: string): string =>
  textOf(document)
    .replace(/^```.*?^```$/gms, '')
    .replace(/`[^`\n]*`/g, (code) => code.replaceAll(']', ' '));

const links = documents().flatMap((document) =>
  [...prose(document).matchAll(LINK)].map(([, path = '', anchor]) => ({
    document,
    target: path === '' ? document : normalize(join(dirname(document), path)),
    anchor,
  })),
);

test('there are links to judge, with and without an anchor', () => {
  expect(links.length).toBeGreaterThan(60);
  expect(links.filter(({ anchor }) => anchor !== undefined).length).toBeGreaterThan(5);
});

test('links lead to files that are there', () => {
  const dead = links.filter(({ target }) => !existsSync(join(ROOT, target)));
  expect(dead.map(({ document, target }) => `${document}: ${target}`)).toEqual([]);
});

test('anchors lead to headings', () => {
  const dead = links.filter(
    ({ target, anchor }) => anchor !== undefined && !anchorsOf(target).includes(anchor),
  );
  expect(dead.map(({ document, target, anchor }) => `${document}: ${target}#${anchor}`)).toEqual(
    [],
  );
});

/** As GitHub makes them: small letters, digits and hyphens. A folder shows its README. */
function anchorsOf(target: string): string[] {
  const isFolder = statSync(join(ROOT, target)).isDirectory();
  const document = isFolder ? join(target, 'README.md') : target;
  const headings = [...prose(document).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  );
}

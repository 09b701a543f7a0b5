/**
 * Lays out the pages of the site: docs/ as it is, links out of it led to GitHub, and the reference.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { doors } from './doors.js';
import { referencePage } from './reference-page.js';
import { REPOSITORY } from './repository.js';
import { chineseSidebar, englishSidebar } from './sidebars.js';

const DOCS = join(REPOSITORY, 'docs');
const SOURCES = 'https://github.com/longshore/longshore/blob/main';

/** Writes all pages anew. Returns their directory. Throws when a link leads to no file. */
export function stagePages(): string {
  const pages = resolve('dist/pages');
  rmSync(pages, { recursive: true, force: true });
  cpSync(DOCS, pages, { recursive: true });
  cpSync('home', pages, { recursive: true });
  for (const name of readdirSync(DOCS, { recursive: true, encoding: 'utf8' }))
    if (name.endsWith('.md')) writeFileSync(join(pages, name), withLinksOut(join(DOCS, name)));
  mkdirSync(join(pages, 'reference'));
  for (const door of doors())
    writeFileSync(join(pages, 'reference', `${door.page}.md`), referencePage(door));
  refuseMissing(pages);
  return pages;
}

/** Throws when the sidebars or the homes name a page that is not there. */
function refuseMissing(pages: string): void {
  const homes = ['index.md', 'zh/index.md'].map((name) => readFileSync(join(pages, name), 'utf8'));
  const named = [
    ...[...englishSidebar, ...chineseSidebar].flatMap(({ items }) => items.map(({ link }) => link)),
    ...homes.flatMap((text) =>
      [...text.matchAll(/link: (\/[\w/-]+)/g)].map(([, link = '']) => link),
    ),
  ];
  const missing = named.filter((link) => !existsSync(join(pages, `${link}.md`)));
  if (missing.length > 0) throw new Error(`No page for ${missing.join(', ')}.`);
}

/** Links to files outside docs/ lead to the sources; VitePress itself refuses dead ones inside. */
function withLinksOut(file: string): string {
  return readFileSync(file, 'utf8').replace(
    /\]\((\.\.?\/[^)#\s]*)(#[^)\s]*)?\)/g,
    (link, path: string, anchor = '') => {
      const target = resolve(dirname(file), path);
      if (!existsSync(target)) throw new Error(`${file}: ${link.slice(1)} leads to no file.`);
      if (target.startsWith(`${DOCS}/`)) return link;
      return `](${SOURCES}/${relative(REPOSITORY, target)}${anchor})`;
    },
  );
}

/** llms.txt and llms-full.txt of the site (llmstxt.org): its pages as a list, and as one text. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { englishSidebar } from './sidebars.js';

const ABOUT = '> An asynchronous import/export task centre for back-office systems, in TypeScript.';

export function writeLlmsTexts({ pages, outDir }: { pages: string; outDir: string }): void {
  const list = englishSidebar.map(({ text, items }) =>
    [`## ${text}`, '', ...items.map((item) => `- [${item.text}](${item.link}.html)`)].join('\n'),
  );
  const texts = englishSidebar
    .flatMap(({ items }) => items)
    .map(({ link }) => readFileSync(join(pages, `${link}.md`), 'utf8'));
  writeFileSync(join(outDir, 'llms.txt'), `# Longshore\n\n${ABOUT}\n\n${list.join('\n\n')}\n`);
  writeFileSync(join(outDir, 'llms-full.txt'), texts.join('\n\n'));
}

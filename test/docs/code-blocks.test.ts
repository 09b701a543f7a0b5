/** TypeScript in the documents compiles, and what names a file of the repository is that file. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type CodeBlock, codeBlocks, documents, ROOT } from '../support/markdown.js';

/** Where the files that these READMEs show stand in the repository. */
const SHOWN_FROM = 'infra/new-business';
const SHOWN_IN = ['README.md', 'README.zh-CN.md'];

const blocks = documents().flatMap(codeBlocks).filter(isWhole);

/** It names its file or begins with its imports; anything else is a sketch. */
function isWhole({ language, file, code }: CodeBlock): boolean {
  return /^tsx?$/.test(language) && (file !== null || code.startsWith('import '));
}

// inside the clone, so that imports find its packages
mkdirSync(join(ROOT, '.longshore'), { recursive: true });
const project = mkdtempSync(join(ROOT, '.longshore', 'docs-'));
afterAll(() => rmSync(project, { recursive: true }));

/** Blocks of one document that name their files import each other; any other stands alone. */
function place({ document, line, language, file }: CodeBlock): string {
  return join(project, document.replaceAll('/', '_'), file ?? `line-${line}.${language}`);
}

test('blocks of code in the documents compile', { timeout: 120_000 }, () => {
  // what the READMEs leave out of the business that they show
  for (const document of SHOWN_IN)
    cpSync(join(ROOT, SHOWN_FROM, 'src'), join(project, document, 'src'), { recursive: true });
  for (const block of blocks) {
    mkdirSync(dirname(place(block)), { recursive: true });
    writeFileSync(place(block), `${block.code}\nexport {};\n`);
  }
  writeFileSync(
    join(project, 'tsconfig.json'),
    JSON.stringify({ extends: '../../tsconfig.browser.json', include: ['**/*'] }),
  );
  const tsc = createRequire(import.meta.url).resolve('typescript/package.json');
  const { stdout } = spawnSync(
    process.execPath,
    [join(dirname(tsc), 'bin', 'tsc'), '-p', project, '--pretty', 'false'],
    { cwd: project, encoding: 'utf8' },
  );
  const complaints = stdout.split('\n').filter((line) => /error TS/.test(line));
  expect(complaints.map(inDocument)).toEqual([]);
});

/** `README.md, line 12: Cannot find name 'x'.` */
function inDocument(complaint: string): string {
  const [, path = '', row = '', said = ''] = /^(.+?)\((\d+),\d+\): (.*)$/.exec(complaint) ?? [];
  const block = blocks.find((each) => relative(project, place(each)) === path);
  if (block === undefined) return complaint;
  return `${block.document}, line ${block.line + Number(row) - 1}: ${said}`;
}

test.each(SHOWN_IN)('%s shows the files that npm run new writes', (name) => {
  const shown = blocks.filter(({ document, file }) => document === name && file !== null);
  expect(shown.map(({ file }) => file)).toEqual([
    'src/index.ts',
    'src/part.ts',
    'src/executors/exports/parts.ts',
    'src/executors/imports/parts.ts',
  ]);
  for (const { file, code } of shown) {
    const text = readFileSync(join(ROOT, SHOWN_FROM, file ?? ''), 'utf8');
    expect(code.slice(code.indexOf('\n') + 1), file ?? '').toBe(text);
  }
});

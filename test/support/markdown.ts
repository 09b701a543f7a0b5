/** The documents of the repository and the blocks of code in them, for the docs tests. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Paths of all Markdown files that git knows, templates of `npm run new` excepted. */
export function documents(): string[] {
  const listing = ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'];
  const { stdout } = spawnSync('git', listing, { cwd: ROOT, encoding: 'utf8' });
  return stdout.split('\n').filter((path) => path !== '' && !path.startsWith('infra/new-business'));
}

export const textOf = (document: string): string => readFileSync(join(ROOT, document), 'utf8');

/** A fenced block of code. */
export interface CodeBlock {
  readonly document: string;
  /** Of the block's first line of code, counted from 1. */
  readonly line: number;
  readonly language: string;
  /** What the first line names, as in `// src/index.ts`; null when it names nothing. */
  readonly file: string | null;
  readonly code: string;
}

export function codeBlocks(document: string): CodeBlock[] {
  const text = textOf(document);
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map((match) => {
    const [, language = '', code = ''] = match;
    const line = text.slice(0, match.index).split('\n').length + 1;
    const file = /^\/\/ ([\w./-]+\.tsx?)\n/.exec(code)?.[1] ?? null;
    return { document, line, language, file, code };
  });
}

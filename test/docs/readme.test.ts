/** What the READMEs say in figures and names is what the code says. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT, textOf } from '../support/markdown.js';

const READMES = ['README.md', 'README.zh-CN.md'];
const WIDEST = 100;

const { stdout } = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: ROOT,
  encoding: 'utf8',
});
const files = stdout.split('\n').filter((path) => /^(apps|packages|infra|test)\//.test(path));
const readFiles = (wanted: (path: string) => boolean) =>
  files.filter((path) => /\.(ts|tsx|mjs)$/.test(path) && wanted(path)).map(readSource);
const readSource = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** Each figure of a README, and the line of code that makes it true. */
const FIGURES: readonly [figure: RegExp, code: RegExp][] = [
  [/30 minutes|30 分钟/, /taskTtlMs: 30 \* 60_000/],
  [/1,000,000 (rows|行)|1,000,000 行/, /const ROWS = 1_000_000;/],
  [/less than 200 MB|不到 200 MB/, /const GOAL_MB = 200;/],
  [/under 8 kB|不到 8 kB/, /const MOST_BYTES = 8_192;/],
  [/360 (pixels|像素)/, /const WIDTHS = \[1280, 360\];/],
  [/1,000,000 (orders|条订单)/, /const ALL_ORDERS = 1_000_000;/],
  [/50,000 (products|个商品)/, /export const ROWS = 50_000;/],
  [/Node >= 20\.19/, /major === 20 && minor < 19/],
];

describe.each(READMES)('%s', (readme) => {
  test.each(FIGURES)('says %s, and the code does', (figure, code) => {
    expect(textOf(readme)).toMatch(figure);
    expect(readFiles(() => true).some((text) => code.test(text))).toBe(true);
  });

  test('ends its lines of prose and code at 100 columns', () => {
    const isProse = (line: string) => !/^(\||!\[)/.test(line);
    const wide = textOf(readme)
      .split('\n')
      .filter((line) => isProse(line) && line.length > WIDEST);
    expect(wide).toEqual([]);
  });

  test('names only commands of package.json', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const named = [...textOf(readme).matchAll(/npm (?:run ([\w-]+)|(start|test))/g)];
    const known = new Set([...Object.keys(scripts), 'build']);
    expect(
      named.map(([, run, own]) => run ?? own).filter((name) => !known.has(name ?? '')),
    ).toEqual([]);
  });
});

describe('the table of configuration', () => {
  const rows = textOf('README.md').split('## Configuration')[1]?.split('\n## ')[0] ?? '';
  const named = [...rows.matchAll(/`([A-Z][A-Z0-9_]+)`/g)].map(([, name = '']) => name);

  test('has every variable that an app reads', () => {
    const read = readFiles((path) =>
      /^(config|environment|(alarm|s3)-environment)\.ts$/.test(basename(path)),
    )
      .flatMap((text) => [...text.matchAll(/^ {2}([A-Z][A-Z0-9_]+): /gm)])
      .map(([, name = '']) => name);
    expect(read.length).toBeGreaterThan(20);
    expect(read.filter((name) => !named.includes(name))).toEqual([]);
  });

  test('has no variable that nobody reads', () => {
    const sources = readFiles((path) => path.includes('/src/')).join('\n');
    expect(named.filter((name) => !new RegExp(`\\b${name}\\b`).test(sources))).toEqual([]);
  });

  test.each([
    ['30 min, 7 days', /taskTtlMs: 30 \* 60_000[\s\S]*ledgerTtlMs: 7 \* 24 \* 3_600_000/],
    ['| 3 |', /maxAttempts: 3,/],
    ['200 MiB', /UPLOAD_MAX_BYTES: [\s\S]{0,80}default\(200 \* MIB\)/],
    ['1200', /RATE_LIMIT_PER_MINUTE: .*default\(1_200\)/],
    ['| 2, all |', /WORKER_CONCURRENCY: .*default\(2\)/],
    ['| `role` |', /AUTH_ROLE_CLAIM: .*default\('role'\)/],
    ['| `@longshore/shop` |', /BUSINESS: .*default\('@longshore\/shop'\)/],
    ['`.longshore/objects`', /'\.longshore\/objects'/],
    ['| 5 s |', /GRACE_MS\b.*5_000/],
  ])('says the default %s, and the code does', (figure, code) => {
    expect(rows).toContain(figure);
    expect(readFiles(() => true).some((text) => code.test(text))).toBe(true);
  });
});

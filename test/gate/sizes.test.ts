/** Files stay small and lines short: the numbers of CONTRIBUTING, "Size". */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const LONGEST_FILE = 320;
const MEDIAN_FILE = 60;
/** Nine of ten files are at most this long. */
const NINTH_DECILE = 150;
const WIDEST_LINE = 100;
/** Share of lines that may be wider, because a statement or a sentence in them stays whole. */
const WIDE_SHARE = 0.008;

const listing = ['ls-files', '--cached', '--others', '--exclude-standard'];
const { stdout } = spawnSync('git', [...listing, 'packages', 'apps', 'infra', 'test'], {
  cwd: ROOT,
  encoding: 'utf8',
});
const files = stdout
  .split('\n')
  .filter((path) => /\.(ts|tsx|mjs|cjs|lua)$/.test(path) && !/\.d\.m?ts$/.test(path))
  .map((path) => ({ path, lines: readFileSync(join(ROOT, path), 'utf8').trimEnd().split('\n') }));
const sources = files
  .filter(({ path }) => !/\.test(-d)?\.tsx?$/.test(path))
  .toSorted((a, b) => a.lines.length - b.lines.length);
const lengthAt = (part: number) => sources[Math.floor(part * sources.length)]?.lines.length;

test(`no source file is longer than ${LONGEST_FILE} lines`, () => {
  const long = sources.filter(({ lines }) => lines.length > LONGEST_FILE);
  expect(long.map(({ path, lines }) => `${path}: ${lines.length}`)).toEqual([]);
});

test(`the median file has at most ${MEDIAN_FILE} lines, nine of ten ${NINTH_DECILE}`, () => {
  expect(lengthAt(0.5)).toBeLessThanOrEqual(MEDIAN_FILE);
  expect(lengthAt(0.9)).toBeLessThanOrEqual(NINTH_DECILE);
});

/** Every line that is too wide, and whether it is a comment. */
const wide = files.flatMap(({ path, lines }) =>
  lines.flatMap((line, i) => {
    const isComment = /^\s*(\*|\/\*|\/\/|--)/.test(line) && !line.includes('biome-ignore');
    return line.length > WIDEST_LINE ? [{ place: `${path}:${i + 1}`, isComment }] : [];
  }),
);

test(`comments end at ${WIDEST_LINE} columns`, () => {
  expect(wide.filter(({ isComment }) => isComment).map(({ place }) => place)).toEqual([]);
});

test(`of all lines at most ${WIDE_SHARE * 100} % are wider than ${WIDEST_LINE} columns`, () => {
  const all = files.reduce((sum, { lines }) => sum + lines.length, 0);
  expect(wide.length / all).toBeLessThanOrEqual(WIDE_SHARE);
});

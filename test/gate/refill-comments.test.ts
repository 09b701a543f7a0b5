/** `npm run format` breaks wide comments and touches nothing else; twice is the same as once. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const SCRIPT = fileURLToPath(new URL('./refill-comments.mjs', import.meta.url));
const WIDE = Array.from({ length: 30 }, () => 'word').join(' ');
const KEPT = `const b = \`${WIDE}\`;\n// biome-ignore lint: ${WIDE}\n`;

const dir = mkdtempSync(join(tmpdir(), 'longshore-refill-'));
beforeAll(() => {
  spawnSync('git', ['init', '-q'], { cwd: dir });
  mkdirSync(join(dir, 'packages'));
});
afterAll(() => rmSync(dir, { recursive: true }));

function refill(name: string, text: string): string {
  const file = join(dir, 'packages', name);
  writeFileSync(file, text);
  const { status, stderr } = spawnSync(process.execPath, [SCRIPT], { cwd: dir, encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  return readFileSync(file, 'utf8');
}

test.each([
  ['one line', 'a.ts', `  /** ${WIDE} */\nconst a = 1;\n`],
  ['a paragraph, and not the next', 'b.ts', `/**\n * ${WIDE}\n * and a tail\n *\n * next\n */\n`],
  ['a line behind slashes', 'c.ts', `// ${WIDE}\nconst a = 1;\n`],
  ['the head of a Lua command', 'd.lua', `-- ${WIDE}\n-- KEYS ${WIDE}\nreturn 1\n`],
])('%s', (_what, name, text) => {
  const filled = refill(name, text);
  expect(Math.max(...filled.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  const words = (of: string) => of.split(/[\s*/-]+/).join(' ');
  expect(words(filled)).toBe(words(text));
  expect(refill(name, filled)).toBe(filled);
  if (name === 'b.ts') expect(filled).toMatch(/ and a tail\n \*\n \* next\n/);
});

test('code, strings and directives stay as they are', () => {
  expect(refill('e.ts', KEPT)).toBe(KEPT);
});

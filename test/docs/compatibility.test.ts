/** docs/compatibility.md has a line for each server that `npm run compat` knows, and no other. */
import { expect, test } from 'vitest';
import { SERVERS } from '../compat/servers.js';
import { textOf } from '../support/markdown.js';

const lines = [
  ...textOf('docs/compatibility.md').matchAll(/^\| `([\w.-]+)` \| ([^|]+) \| ([^|]+) \|/gm),
];

test('the page and the command know the same servers, in the same versions', () => {
  const told = Object.fromEntries(lines.map(([, name, version]) => [name, version]));
  const known = Object.entries(SERVERS).map(([name, { version }]) => [name, version]);
  expect(told).toEqual(Object.fromEntries(known));
});

test('each line has the day of its run', () => {
  for (const [line, , , day] of lines) expect(day, line).toMatch(/^\d{4}-\d\d-\d\d$/);
});

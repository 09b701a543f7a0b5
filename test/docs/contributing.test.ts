/** CONTRIBUTING and CHANGELOG describe the repository as it stands. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT, textOf } from '../support/markdown.js';

const contributing = textOf('CONTRIBUTING.md');
const rooms = contributing.split('## Rooms')[1]?.split('\n## ')[0] ?? '';

test('every package and app has its row in the table of rooms', () => {
  const missing = ['packages', 'apps']
    .flatMap((parent) => readdirSync(join(ROOT, parent)).map((name) => `${parent}/${name}`))
    .filter((room) => existsSync(join(ROOT, room, 'package.json')))
    .filter((room) => !rooms.includes(`\`${room}\``));
  expect(missing).toEqual([]);
});

test('every file and folder that CONTRIBUTING names is there', () => {
  const paths = [...contributing.matchAll(/`((?:packages|apps|infra|test|docs)\/[\w./-]+)`/g)];
  const gone = paths.map(([, path = '']) => path).filter((path) => !existsSync(join(ROOT, path)));
  expect(gone).toEqual([]);
});

test('the changelog has the sections of Keep a Changelog and no other', () => {
  const sections = [...textOf('CHANGELOG.md').matchAll(/^### (.+)$/gm)].map(([, name]) => name);
  const known = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];
  expect(sections.filter((name) => !known.includes(name ?? ''))).toEqual([]);
  expect(textOf('CHANGELOG.md')).toContain('\n## Unreleased\n');
});

/** The table of endings in docs/task-life.md names functions that exist. */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { ROOT, textOf } from '../support/markdown.js';

const table = textOf('docs/task-life.md').split('\n## How tasks and attempts end')[1] ?? '';
const named = [...table.matchAll(/^\| [a-z ]+ \| (.+?) \|/gm)].flatMap(([, where = '']) =>
  [...where.matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
);

test.each(named)('%s is declared in a package', (name) => {
  const declared = `(function|class|const) ${name}\\b|^ +(async )?${name}[(:]`;
  const found = spawnSync('git', ['grep', '-lE', declared, '--', 'packages/*.ts'], { cwd: ROOT });
  expect(found.status).toBe(0);
});

test('the table is there', () => expect(named.length).toBeGreaterThan(10));

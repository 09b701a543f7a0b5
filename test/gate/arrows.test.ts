/** The gate holds the arrows between rooms: each forbidden import below is seen to fail. */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');

const folder = mkdtempSync(join(tmpdir(), 'longshore-gate-'));
beforeAll(() => cpSync(join(ROOT, 'biome.json'), join(folder, 'biome.json')));
afterAll(() => rmSync(folder, { recursive: true }));

/** Lints files laid out as in the repository, under the repository's own rules. */
function lint(files: Readonly<Record<string, string>>): { failed: boolean; text: string } {
  const room = mkdtempSync(join(folder, 'tree-'));
  cpSync(join(folder, 'biome.json'), join(room, 'biome.json'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(room, path)), { recursive: true });
    const manifest = join(
      ...path.split('/').slice(0, path.startsWith('infra') ? 1 : 2),
      'package.json',
    );
    cpSync(join(ROOT, manifest), join(room, manifest));
    writeFileSync(join(room, path), text);
  }
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [biome, 'lint', '--colors=off', '--vcs-enabled=false'],
    {
      cwd: room,
      encoding: 'utf8',
    },
  );
  return { failed: status !== 0, text: stdout + stderr };
}

const importing = (module: string, file: string) =>
  lint({ [file]: `import * as it from '${module}';\nexport const used = it;\n` });

test.each([
  ['@longshore/runner', 'packages/contract/src/any.ts'],
  ['@longshore/tasks', 'packages/workbook/src/any.ts'],
  ['@longshore/postgres', 'packages/runner/src/any.ts'],
  ['@longshore/contract', 'packages/client/src/any.ts'],
  ['@longshore/tasks/src/keys.js', 'packages/runner/src/any.ts'],
  ['../../tasks/src/keys.js', 'packages/runner/src/any.ts'],
  ['ioredis', 'packages/runner/src/any.ts'],
  ['minio', 'apps/api/src/any.ts'],
  ['../../../tasks/src/keys.js', 'packages/runner/src/deep/any.ts'],
  ['exceljs', 'packages/runner/src/any.ts'],
  ['pg', 'packages/executors/src/any.ts'],
])('importing %s from %s fails the gate', (module, file) => {
  const { failed, text } = importing(module, file);
  expect(text).toMatch(/noRestrictedImports|noUndeclaredDependencies/);
  expect(failed).toBe(true);
});

test.each([
  ['@longshore/contract', 'packages/runner/src/any.ts'],
  ['@longshore/contract/browser', 'packages/client/src/any.ts'],
  ['ioredis', 'packages/tasks/src/any.ts'],
])('importing %s from %s passes', (module, file) => {
  expect(importing(module, file)).toMatchObject({ failed: false });
});

test('the rooms import each other in one direction only', () => {
  const manifests = new Map(['packages', 'apps'].flatMap(roomsIn));
  const placed = new Set<string>();
  const rest = new Map(manifests);
  for (let before = -1; before !== placed.size; ) {
    before = placed.size;
    for (const [name, dependencies] of rest) {
      if (!dependencies.every((dependency) => placed.has(dependency))) continue;
      placed.add(name);
      rest.delete(name);
    }
  }
  expect([...rest.keys()]).toEqual([]);
});

/** Name of each package in a folder, and the rooms that its manifest lets it import. */
function roomsIn(parent: string): [string, string[]][] {
  return readdirSync(join(ROOT, parent))
    .map((room) => join(ROOT, parent, room, 'package.json'))
    .filter((file) => existsSync(file))
    .map((file) => JSON.parse(readFileSync(file, 'utf8')))
    .map(({ name, dependencies = {} }) => [
      name,
      Object.keys(dependencies).filter((dependency) => dependency.startsWith('@longshore/')),
    ]);
}

test('a cycle fails the gate', () => {
  const { failed, text } = lint({
    'packages/runner/src/a.ts': `import { b } from './b.js';\nexport const a = (): unknown => b();\n`,
    'packages/runner/src/b.ts': `import { a } from './a.js';\nexport const b = (): unknown => a();\n`,
  });
  expect(text).toContain('noImportCycles');
  expect(failed).toBe(true);
});

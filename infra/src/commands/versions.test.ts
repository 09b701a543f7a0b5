import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { versions } from './versions.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'longshore-versions-'));
  write('package.json', { name: 'all', version: '0.1.0', workspaces: ['packages/*', 'infra'] });
  write('packages/a/package.json', { name: '@longshore/a', version: '0.1.0' });
  write('infra/package.json', {
    name: '@longshore/infra',
    version: '0.1.0',
    private: true,
    dependencies: { '@longshore/a': '^0.1.0' },
    peerDependencies: { react: '>=18' },
  });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const run = (...args: string[]) =>
  versions({ root, args, signal: new AbortController().signal, say: () => {} });

test('every package and every range has the new version, and the changelog its lines', async () => {
  writeFileSync(
    join(root, 'CHANGELOG.md'),
    '# Changelog\n\n## Unreleased\n\n### Added\n\n- More.\n',
  );
  expect(await run('0.2.0')).toBe(0);
  expect(read('package.json')).toMatchObject({ version: '0.2.0' });
  expect(read('packages/a/package.json')).toMatchObject({ version: '0.2.0' });
  expect(read('infra/package.json')).toMatchObject({
    version: '0.2.0',
    dependencies: { '@longshore/a': '^0.2.0' },
    peerDependencies: { react: '>=18' },
  });
  expect(read('package-lock.json')).toMatchObject({ version: '0.2.0' });
  expect(readFileSync(join(root, 'CHANGELOG.md'), 'utf8')).toMatch(
    /## Unreleased\n\n## 0\.2\.0 \(\d{4}-\d\d-\d\d\)\n\n### Added\n\n- More\.\n/,
  );
});

test('without a version, or without a line for it, nothing is changed', async () => {
  writeFileSync(join(root, 'CHANGELOG.md'), '# Changelog\n\n## Unreleased\n\n## 0.1.0\n');
  await expect(run()).rejects.toThrow('Say which: npm run versions -- 0.2.0.');
  await expect(run('next')).rejects.toThrow('Say which');
  await expect(run('0.2.0')).rejects.toThrow('nothing that is unreleased');
  expect(read('package.json')).toMatchObject({ version: '0.1.0' });
});

function write(path: string, content: object): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), JSON.stringify(content));
}

const read = (path: string): unknown => JSON.parse(readFileSync(join(root, path), 'utf8'));

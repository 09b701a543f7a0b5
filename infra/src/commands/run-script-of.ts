/** Commands that run one script of a folder below test/. Used by bench, fuzz and judge. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runNode } from '../run-child.js';
import { StackError } from '../stack-error.js';
import type { Command } from './command.js';

/** `npm run COMMAND -- NAME`: runs test/COMMAND/NAME.ts. */
export const runScriptOf =
  (command: 'bench' | 'fuzz' | 'judge'): Command =>
  ({ root, args: [name = '', ...rest], signal }) => {
    const folder = join(root, 'test', command);
    const script = join(folder, `${name}.ts`);
    if (!/^[a-z][a-z0-9-]*$/.test(name) || !existsSync(script))
      throw new StackError(whichOnes(command, folder));
    return runNode({ root, args: ['--import', 'tsx', script, ...rest], signal });
  };

function whichOnes(command: string, folder: string): string {
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const names = files
    .filter((file) => /^[a-z0-9-]+\.ts$/.test(file))
    .map((file) => file.slice(0, -3));
  return names.length === 0
    ? `There is nothing to ${command} in this clone yet.`
    : `Say which: npm run ${command} -- ${names.join(' | ')}`;
}

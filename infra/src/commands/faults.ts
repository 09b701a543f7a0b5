/** `npm run faults`: runs test/faults/main.ts against the built apps. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StackError } from '../stack-error.js';
import type { Command } from './command.js';
import { runNode } from './run-child.js';

export const faults: Command = ({ root, args, signal }) => {
  const script = join(root, 'test', 'faults', 'main.ts');
  if (!existsSync(script)) throw new StackError('There is no fault suite in this clone yet.');
  return runNode({ root, args: ['--import', 'tsx', script, ...args], signal });
};

/** Commands that have one program below test/, which reads packages from their sources. */
import { join } from 'node:path';
import { runNode } from '../run-child.js';
import type { Command } from './command.js';

/** `npm run COMMAND -- [args]`: runs test/COMMAND/run.ts. */
export const runSource =
  (command: 'compat' | 'faults' | 'packages'): Command =>
  ({ root, args, signal }) => {
    const program = join(root, 'test', command, 'run.ts');
    const flags = ['--conditions', '@longshore/source', '--import', 'tsx'];
    return runNode({ root, args: [...flags, program, ...args], signal });
  };

/**
 * `npm run faults -- [NAME ...]`: plays the faults of test/faults against the built apps; it writes
 * bench-results/faults.json.
 */
import { join } from 'node:path';
import { runNode } from '../run-child.js';
import type { Command } from './command.js';

export const faults: Command = ({ root, args, signal }) =>
  runNode({
    root,
    args: [
      '--conditions',
      'source',
      '--import',
      'tsx',
      join(root, 'test', 'faults', 'run.ts'),
      ...args,
    ],
    signal,
  });

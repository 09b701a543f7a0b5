/** Starts put-in-child.ts, for tests that measure or kill a process. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { StoreConfig } from '../index.js';

const PROGRAM = fileURLToPath(new URL('./put-in-child.ts', import.meta.url));

export function runPut(
  config: StoreConfig,
  key: string,
  sizeBytes: number,
): ChildProcessByStdio<null, Readable, null> {
  // the young generation is as small as that of a worker
  const flags = ['--max-semi-space-size=4', '--conditions=@longshore/source', '--import=tsx'];
  return spawn(
    process.execPath,
    [...flags, PROGRAM, JSON.stringify(config), key, String(sizeBytes)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
}

/** Runs one program of the repository in the person's terminal. Used by test, bench and faults. */
import { spawn } from 'node:child_process';

interface ChildOptions {
  readonly root: string;
  readonly args: readonly string[];
  readonly signal: AbortSignal;
  /** Default `process.env`. */
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs `node ...args`; resolves with its exit code, 1 when a signal ended it. An abort ends it. */
export async function runNode({
  root,
  args,
  signal,
  env = process.env,
}: ChildOptions): Promise<number> {
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: 'inherit' });
  const end = () => child.kill('SIGTERM');
  signal.addEventListener('abort', end, { once: true });
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve(code ?? 1));
    });
  } finally {
    signal.removeEventListener('abort', end);
  }
}

/** A child process that shares this terminal. Used by test, bench and start. */
import { spawn } from 'node:child_process';

interface CommandOptions {
  /** Working directory. */
  readonly root: string;
  /** Program and arguments. */
  readonly command: readonly string[];
  readonly signal: AbortSignal;
  /** Default `process.env`. */
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs the command; resolves with its exit code, 1 when a signal ended it. An abort ends it. */
export async function runCommand({
  root,
  command: [program = '', ...args],
  signal,
  env = process.env,
}: CommandOptions): Promise<number> {
  const child = spawn(program, args, { cwd: root, env, stdio: 'inherit' });
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

/** Runs `node ...args`, like `runCommand`. */
export const runNode = ({
  args,
  ...options
}: Omit<CommandOptions, 'command'> & { readonly args: readonly string[] }): Promise<number> =>
  runCommand({ ...options, command: [process.execPath, ...args] });

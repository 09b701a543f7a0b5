/** One built app as a child process: its log lines, its pid, and ways to end it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { waitUntil } from '@longshore/infra';

type LogLine = Readonly<Record<string, unknown>> & {
  readonly msg?: string;
  readonly level?: number;
};

export interface AppProcess {
  readonly pid: number;
  readonly lines: readonly LogLine[];
  /**
   * The first line whose message contains `text`; throws with the log's tail when the process ends
   * first.
   */
  logged(text: string, timeoutMs: number): Promise<LogLine>;
  signal(name: NodeJS.Signals): void;
  /** SIGTERM, and SIGKILL when that does not help. */
  stop(): Promise<void>;
  readonly exited: Promise<number | null>;
}

const GRACE_MS = 20_000;

export function spawnApp(
  name: 'api' | 'worker',
  env: Readonly<Record<string, string>>,
): AppProcess {
  const entry = fileURLToPath(new URL(`../../apps/${name}/dist/main.js`, import.meta.url));
  const child = spawn(process.execPath, [entry], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: LogLine[] = [];
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => lines.push(parseLine(line)));
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  return {
    pid: child.pid ?? 0,
    lines,
    logged: (text, timeoutMs) =>
      waitUntil(() => findLine(child, lines, text), {
        what: `"${text}" in the log of ${name}`,
        timeoutMs,
      }),
    signal: (signal) => child.kill(signal),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGCONT');
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
      await exited;
      clearTimeout(timer);
    },
    exited,
  };
}

function parseLine(line: string): LogLine {
  try {
    return JSON.parse(line) as LogLine; // pino writes one object a line
  } catch {
    return { msg: line };
  }
}

function findLine(child: ChildProcess, lines: readonly LogLine[], text: string): LogLine | null {
  const found = lines.find(({ msg }) => msg?.includes(text));
  if (found !== undefined) return found;
  if (child.exitCode === null) return null;
  throw new Error(
    `the process ended with ${child.exitCode}:\n${lines
      .slice(-10)
      .map((line) => JSON.stringify(line))
      .join('\n')}`,
  );
}

/**
 * The built API or worker as a process: its log lines, its signals, its end. Used by the stack
 * (supervised-app.ts) and by the end-to-end tests.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { endedEarly, type Place, type ServerProcess, startProcess } from './server-process.js';
import { waitUntil } from './wait-until.js';

/** A worker lets its runs go on for some seconds after SIGTERM, then hands them back. */
const STOP_GRACE_MS = 20_000;

/** A line of the log: the object that pino wrote, else its text as `msg`. */
export type LogLine = Readonly<Record<string, unknown>> & {
  readonly msg?: string;
  readonly level?: number;
};

/** As compose.yaml starts a worker; see docs/operations.md. */
const WORKER_FLAGS = ['--max-semi-space-size=4'];

/** A running API or worker. */
export interface AppProcess extends ServerProcess {
  /** What it logged so far. */
  readonly lines: readonly LogLine[];
  /**
   * Resolves with the first line whose message contains `text`. Throws StackError with what the log
   * says when the process ends before.
   */
  logged(text: string, timeoutMs: number): Promise<LogLine>;
  signal(name: NodeJS.Signals): void;
}

/** Which app to start, and as what. */
export interface AppOptions extends Place {
  /** Root of the clone. */
  readonly root: string;
  readonly app: 'api' | 'worker';
  /** Unique in `dir`: `worker-1`. */
  readonly name: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Resolves when the process runs, which is before it serves. */
export async function startApp({ root, app, name, ...options }: AppOptions): Promise<AppProcess> {
  // an earlier process of this name wrote into the same file
  const before = readLines(join(options.logDir ?? options.dir, `${name}.log`)).length;
  const server = await startProcess({
    ...options,
    name,
    command: process.execPath,
    cwd: root,
    args: [...(app === 'worker' ? WORKER_FLAGS : []), join(root, 'apps', app, 'dist', 'main.js')],
  });
  const lines = () => readLines(server.logFile).slice(before);
  const findLine = (text: string) => {
    const hasEnded = server.hasExited(); // asked first: what it logged last counts too
    const found = lines().find(({ msg }) => msg?.includes(text));
    if (found === undefined && hasEnded) throw endedEarly(server);
    return found;
  };
  const signal = (signalName: NodeJS.Signals) => {
    if (!server.hasExited()) process.kill(server.pid, signalName);
  };
  return {
    ...server,
    get lines() {
      return lines();
    },
    logged: (text, timeoutMs) =>
      waitUntil(() => findLine(text), {
        what: `"${text}" in the log ${server.logFile}`,
        timeoutMs,
      }),
    signal,
    stop: async (graceMs = STOP_GRACE_MS) => {
      signal('SIGCONT'); // a frozen process does not hear SIGTERM
      await server.stop(graceMs);
    },
  };
}

function readLines(file: string): LogLine[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map(parseLine);
}

function parseLine(line: string): LogLine {
  try {
    return JSON.parse(line) as LogLine; // pino writes one object a line
  } catch {
    return { msg: line };
  }
}

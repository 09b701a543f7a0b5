/** Starts worker-process.ts and collects what it says. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { waitUntil } from '@longshore/infra';
import type { JobConsumerOptions } from '../src/task-attempt.js';

interface Said {
  readonly event: string;
  readonly taskId?: string;
  readonly attempt?: number;
  readonly reason?: string;
  readonly isTaken?: boolean;
  readonly isHandedBack?: boolean;
  readonly message?: string;
}

export interface WorkerProcess {
  readonly said: Said[];
  /** Waits for a line with these fields. */
  hears(fields: Said, timeoutMs?: number): Promise<Said>;
  kill(signal: NodeJS.Signals): void;
  /** SIGKILL, and waits until it is gone. */
  end(): Promise<void>;
}

const SCRIPT = fileURLToPath(new URL('./worker-process.ts', import.meta.url));

/** How the job consumer of the process differs from the usual. */
export type WorkerProcessOptions = Partial<
  Pick<JobConsumerOptions, 'kinds' | 'concurrency' | 'maxStalled' | 'aloneWaitMs' | 'blockLimits'>
>;

export async function startWorkerProcess(
  redisUrl: string,
  options: WorkerProcessOptions = {},
): Promise<WorkerProcess> {
  const child = spawn(
    process.execPath,
    [
      '--conditions=@longshore/source',
      '--import',
      'tsx',
      SCRIPT,
      redisUrl,
      JSON.stringify(options),
    ],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const said: Said[] = [];
  // written by worker-process.ts
  createInterface({ input: child.stdout }).on('line', (line) =>
    said.push(JSON.parse(line) as Said),
  );
  const worker: WorkerProcess = {
    said,
    hears: (fields, timeoutMs = 60_000) =>
      waitUntil(() => said.find((line) => matches(line, fields)), {
        what: JSON.stringify(fields),
        timeoutMs,
      }),
    kill: (signal) => void child.kill(signal),
    end: () => ended(child),
  };
  await worker.hears({ event: 'ready' });
  return worker;
}

const matches = (line: Said, fields: Said): boolean =>
  Object.entries(fields).every(([name, value]) => line[name as keyof Said] === value);

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}

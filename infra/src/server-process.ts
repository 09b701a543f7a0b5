/**
 * A process of the stack: started with a log file and a record of its pid, ended by its record.
 * The record outlives a SIGKILL of the starter, so that the next start in the same directory can
 * end what was left.
 */
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { endProcess, type ProcessRecord, processIdentity } from './process-identity.js';
import { readJson } from './read-json.js';
import { StackError } from './stack-error.js';

const RECORD = '.pid.json';
const LEFTOVER_GRACE_MS = 10_000;

/**
 * Where the processes of one stack keep their state and their logs. One running stack has it for
 * itself.
 */
export interface Place {
  /** An existing directory. */
  readonly dir: string;
  /** Default: `dir`. */
  readonly logDir?: string;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface ServerProcess {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /** Resolves when it has ended, however it ended. */
  readonly exited: Promise<Exit>;
  readonly hasExited: () => boolean;
  /** Resolves when it is gone: asked by its stop signal, killed after `graceMs` (default 10 s). */
  stop(graceMs?: number): Promise<void>;
}

interface ServerOptions extends Place {
  /** Unique in `dir`; names the record and the log. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Run as this user and group. */
  readonly uid?: number;
  readonly stopSignal?: NodeJS.Signals;
}

/** A starter that ends by an error of its own takes with it what it did not stop. */
const running = new Set<() => void>();
process.once('exit', () => {
  for (const end of running) end();
});

/**
 * Starts a process in a session of its own, so that Ctrl-C reaches only the starter, which then
 * stops all in order.
 */
export async function startProcess(options: ServerOptions): Promise<ServerProcess> {
  const {
    name,
    dir,
    logDir = dir,
    command,
    args,
    cwd = '/',
    env = process.env,
    uid,
    stopSignal = 'SIGTERM',
  } = options;
  await endLeftover(dir, name);
  const logFile = join(logDir, `${name}.log`);
  const log = openLog(logDir, logFile);
  const child = spawn(command, args, {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', log, log],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  closeSync(log);
  let ended = false;
  const end = () => child.kill(stopSignal);
  running.add(end);
  const exited = new Promise<Exit>((resolve) =>
    child.once('exit', (code, signal) => resolve({ code, signal })),
  );
  void exited.then(() => {
    ended = true;
    running.delete(end);
  });
  await started(child, name);
  const pid = child.pid ?? 0; // known once 'spawn' was emitted
  const record: ProcessRecord = { pid, identity: processIdentity(pid) ?? '', stopSignal };
  await writeFile(recordFile(dir, name), JSON.stringify(record), { mode: 0o600 });
  const stop = async (graceMs = 10_000) => {
    await endProcess(record, graceMs);
    await exited;
    await rm(recordFile(dir, name), { force: true });
  };
  return { name, pid, logFile, exited, hasExited: () => ended, stop };
}

/** Ends every process that an earlier, killed starter left in `dir`. */
export async function endLeftovers(dir: string): Promise<void> {
  const records = (await readdir(dir)).filter((file) => file.endsWith(RECORD));
  await Promise.all(records.map((file) => endLeftover(dir, file.slice(0, -RECORD.length))));
}

/**
 * The error of a server that ended before it served: what its log says about it, in one sentence.
 */
export function endedEarly({ name, logFile }: Pick<ServerProcess, 'name' | 'logFile'>): StackError {
  const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-25).map(messageOf);
  const telling = lines
    .filter((line) => /error|fatal|cannot|could not|already in use/i.test(line))
    .slice(-3);
  const said = telling.length > 0 ? telling : lines.slice(-1);
  return new StackError(
    `${name} ended while it was starting: ${said.join(' | ') || 'it said nothing'} (log: ${logFile})`,
  );
}

/** The apps log JSON, the servers text. */
function messageOf(line: string): string {
  try {
    return String((JSON.parse(line) as { msg?: unknown }).msg);
  } catch {
    return line;
  }
}

/** Ends the process that an earlier, killed starter left under this name, if it still runs. */
export async function endLeftover(dir: string, name: string): Promise<void> {
  const record = await readJson<ProcessRecord>(recordFile(dir, name));
  if (record === null) return;
  await endProcess(record, LEFTOVER_GRACE_MS);
  await rm(recordFile(dir, name), { force: true });
}

const recordFile = (dir: string, name: string) => join(dir, `${name}${RECORD}`);

function openLog(logDir: string, logFile: string): number {
  mkdirSync(logDir, { recursive: true });
  return openSync(logFile, 'a', 0o600);
}

function started(child: ReturnType<typeof spawn>, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) =>
      reject(new StackError(`${name} could not be started: ${cause.message}`, { cause })),
    );
  });
}

/**
 * Tells a process from a later one that got the same pid: a pid written down is ended only when it
 * still belongs to the process that was started. Names do not serve: Redis, for one, rewrites its
 * command line.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * When the process with this pid was born, in the kernel's words; null when there is none (a zombie
 * counts as none).
 */
export function processIdentity(pid: number): string | null {
  return process.platform === 'linux' ? identityByProc(pid) : identityByPs(pid);
}

/**
 * proc(5): field 3 is the state, field 22 the start time in ticks since boot; field 2 may hold
 * spaces and parentheses.
 */
function identityByProc(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return null;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${fields[19]}`;
  } catch {
    return null;
  }
}

function identityByPs(pid: number): string | null {
  const born = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
    encoding: 'utf8',
  }).stdout.trim();
  return born === '' ? null : born;
}

/** A process as it is written down. */
export interface ProcessRecord {
  readonly pid: number;
  readonly identity: string;
  /** The signal it ends well on. */
  readonly stopSignal: NodeJS.Signals;
}

export const isAlive = ({ pid, identity }: Pick<ProcessRecord, 'pid' | 'identity'>): boolean =>
  processIdentity(pid) === identity;

/**
 * Asks the process to end, insists after `graceMs`, and resolves when it is gone. Another process
 * with its pid is left alone.
 */
export async function endProcess(record: ProcessRecord, graceMs: number): Promise<void> {
  signal(record, record.stopSignal);
  if (await isGone(record, graceMs)) return;
  signal(record, 'SIGKILL');
  await isGone(record, 5_000);
}

function signal(record: ProcessRecord, name: NodeJS.Signals): void {
  try {
    if (isAlive(record)) process.kill(record.pid, name);
  } catch (error) {
    // ESRCH: it ended by itself just now
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function isGone(record: ProcessRecord, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (isAlive(record)) {
    if (performance.now() > deadline) return false;
    await sleep(20);
  }
  return true;
}

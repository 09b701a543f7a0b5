/** What a process took so far, by /proc of Linux. */
import { readFileSync } from 'node:fs';

/** `_SC_CLK_TCK`: the unit of CPU times. */
const TICKS_PER_SECOND = 100;

/** utime and stime of /proc/PID/stat, or cutime and cstime; field 2 is the name in parentheses. */
export function cpuSeconds(
  pid: number | 'self',
  of: 'itself' | 'ended children' = 'itself',
): number {
  return secondsIn(`/proc/${pid}/stat`, of === 'itself' ? 11 : 13);
}

/** Of the thread that runs the JavaScript of a program. */
export const cpuSecondsOfMainThread = (pid: number): number =>
  secondsIn(`/proc/${pid}/task/${pid}/stat`, 11);

function secondsIn(file: string, first: number): number {
  const fields = readFileSync(file, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[first]) + Number(fields[first + 1])) / TICKS_PER_SECOND;
}

/** The most it ever had in memory (VmHWM). */
export function peakMiB(pid: number): number {
  const [, kilobytes = '0'] =
    /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1_024;
}

/** Of all children that a process has or had. */
export function cpuSecondsOfChildren(pid: number): number {
  for (;;) {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
    try {
      const live = children.reduce((sum, child) => sum + cpuSeconds(Number(child)), 0);
      return live + cpuSeconds(pid, 'ended children');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error; // one ended meanwhile
    }
  }
}

/** What a process took so far, by /proc of Linux. */
import { readFileSync } from 'node:fs';

/** `_SC_CLK_TCK`: the unit of CPU times. */
const TICKS_PER_SECOND = 100;

/** utime and stime, fields 14 and 15 of /proc/PID/stat; the second is the name in parentheses. */
export function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** The most it ever had in memory (VmHWM). */
export function peakMiB(pid: number): number {
  const [, kilobytes = '0'] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1_024;
}

/** The most memory that processes ever held, as the kernel counted it. */
import { readFile } from 'node:fs/promises';

export interface PeakMemory {
  /**
   * Notes the peak of each process so far; also of one that will have been replaced at the next
   * look.
   */
  look(pids: readonly number[]): Promise<void>;
  /** The highest of all, in bytes; null where the system does not tell (no /proc). */
  highestBytes(): number | null;
}

export function peakMemory(): PeakMemory {
  let highest: number | null = null;
  return {
    look: async (pids) => {
      for (const peak of await Promise.all(pids.map(peakOf))) {
        if (peak !== null) highest = Math.max(highest ?? 0, peak);
      }
    },
    highestBytes: () => highest,
  };
}

/** proc(5): `VmHWM`, the peak resident set size, in kB. */
async function peakOf(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}

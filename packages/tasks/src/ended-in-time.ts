/** Waits for work, but not for ever. Used by the job consumer. */
import { setTimeout as sleep } from 'node:timers/promises';

/** Whether `work` ended in time. What it throws goes on. */
export async function endedInTime(work: Promise<unknown>, timeoutMs: number): Promise<boolean> {
  const late = new AbortController();
  // rejects only when it is no longer needed
  const timer = sleep(timeoutMs, false, { signal: late.signal }).catch(() => false);
  const inTime = await Promise.race([work.then(() => true), timer]);
  late.abort();
  return inTime;
}

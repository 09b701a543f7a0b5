/** The moves of a job that is not done with: it comes again later, or goes to another worker. */
import { DelayedError, type Job, WaitingError } from 'bullmq';

/** The job comes again after `delayMs`. Throws what BullMQ wants to hear from its processor. */
export async function delayJob(job: Job, token: string, delayMs: number): Promise<never> {
  await job.moveToDelayed(Date.now() + Math.round(delayMs), token);
  throw new DelayedError();
}

/**
 * The next worker that looks takes the job, ahead of all others. Without its priority, for BullMQ
 * wakes no waiting worker for a job with one that is moved back. Throws what BullMQ wants to hear
 * from its processor.
 */
export async function giveJobBack(job: Job, token: string): Promise<never> {
  await job.changePriority({ priority: 0 });
  await job.moveToWait(token);
  throw new WaitingError();
}

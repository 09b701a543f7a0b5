/** What export and import registrations share: decide in Redis, queue, answer. */
import type { IncomingMessage } from 'node:http';
import { type Language, languageOf, message, POLL, type RegisterOut } from '@longshore/contract';
import type { NewTask, Task } from '@longshore/tasks';
import type { Response } from 'express';
import type { Services } from './services.js';

/**
 * Registers and queues; the answer says who holds the slot. `accepted` false: nothing was
 * registered.
 */
export async function registerTask(
  task: NewTask,
  services: Services,
  taskId?: string,
): Promise<{ accepted: boolean; body: RegisterOut }> {
  const { tasks, metrics } = services;
  const registration = await tasks.register(task, taskId);
  metrics.registered(task.kind, task.type, registration.registered ? 'registered' : 'already-live');
  if (!registration.registered)
    return { accepted: false, body: alreadyLive(registration, task.language) };
  await enqueue(registration.task, services);
  return { accepted: true, body: accepted(registration.task, task.language) };
}

/**
 * The task is registered and stands in the outbox: if the queue does not answer now, the recoverer
 * queues it within seconds.
 */
export async function enqueue(
  task: Task,
  { queue, log }: Pick<Services, 'queue' | 'log'>,
): Promise<void> {
  await queue
    .enqueue(task)
    .catch((error: unknown) =>
      log.warn({ taskId: task.taskId, err: error }, 'not queued yet; the recoverer will'),
    );
}

export const alreadyLive = (
  { taskId, sameParams }: { taskId: string; sameParams: boolean },
  language: Language,
): RegisterOut => ({
  state: false,
  message: message('alreadyRunning', language),
  taskId,
  sameParams,
});

export const accepted = ({ taskId }: Pick<Task, 'taskId'>, language: Language): RegisterOut => ({
  state: true,
  message: message('registered', language),
  taskId,
  pollAfterMs: POLL.quickMs,
});

/** 202 with where to look and when, or 200 with the live task's id. */
export function sendRegistration(
  res: Response,
  { accepted, body }: { accepted: boolean; body: RegisterOut },
): void {
  if (accepted)
    res
      .status(202)
      .location(`/api/tasks/${body.taskId}`)
      .set('Retry-After', String(POLL.quickMs / 1_000));
  res.json(body);
}

export const languageFor = (req: IncomingMessage): Language =>
  languageOf(req.headers['accept-language']);

/** The executor's own life and attempts, where it states them. */
export const limitsOf = ({
  ttlMs,
  maxAttempts,
}: {
  ttlMs: number | null;
  maxAttempts: number | null;
}) => ({
  ...(ttlMs === null ? {} : { ttlMs }),
  ...(maxAttempts === null ? {} : { maxAttempts }),
});

/** What all registrations share: decide in Redis, queue, say who holds the slot. */
import { AppError, type Language, message, POLL, type RegisterOut } from '@longshore/contract';
import type { Executor } from '@longshore/executors';
import type { NewTask, RegistrationOptions, Task } from '@longshore/tasks';
import type { CentreServices } from '../services.js';

/** `isAccepted` false: nothing was registered, the body names the live task. */
export interface Registered {
  readonly isAccepted: boolean;
  readonly body: RegisterOut;
}

/** Registers and queues. Throws AppError idempotency_mismatch. */
export async function registerTask(
  task: NewTask,
  services: CentreServices,
  options?: RegistrationOptions,
): Promise<Registered> {
  const { tasks, metrics } = services;
  const registration = await tasks.register(task, options);
  if ('sameBody' in registration) return answerAgain(registration, task.language);
  metrics.registered(task.kind, task.type, registration.registered ? 'registered' : 'already-live');
  if (!registration.registered) return alreadyLive(registration, task.language);
  await enqueue(registration.task, services);
  return accepted(registration.task, task.language);
}

/** The answer to a registration whose key came before. Throws AppError idempotency_mismatch. */
export function answerAgain(
  { taskId, sameBody }: { readonly taskId: string; readonly sameBody: boolean },
  language: Language,
): Registered {
  if (!sameBody) throw new AppError('idempotency_mismatch');
  return accepted({ taskId }, language);
}

/**
 * The task is registered and stands in its owner's line: if the queue does not answer now, the
 * recoverer queues the task within seconds when it is its turn.
 */
export async function enqueue(
  task: Task,
  { queue, log }: Pick<CentreServices, 'queue' | 'log'>,
): Promise<void> {
  await queue
    .admit(task.owner, [task.kind])
    .catch((error: unknown) =>
      log.warn({ taskId: task.taskId, err: error }, 'not queued yet; the recoverer will'),
    );
}

export const alreadyLive = (
  { taskId, sameParams }: { taskId: string; sameParams: boolean },
  language: Language,
): Registered => ({
  isAccepted: false,
  body: { state: false, message: message('alreadyRunning', language), taskId, sameParams },
});

export const accepted = ({ taskId }: Pick<Task, 'taskId'>, language: Language): Registered => ({
  isAccepted: true,
  body: {
    state: true,
    message: message('registered', language),
    taskId,
    pollAfterMs: POLL.quickMs,
  },
});

/** Who registers a task, and the language of the call where the body names none. */
export interface TaskCaller {
  readonly owner: string;
  readonly language: Language;
  /** Marks this registration, so that sending it again makes no second task. */
  readonly idempotencyKey: string | null;
}

/** The executor's own life and attempts, where it states them. */
export const limitsOf = ({ ttlMs, maxAttempts }: Executor) => ({
  ...(ttlMs === null ? {} : { ttlMs }),
  ...(maxAttempts === null ? {} : { maxAttempts }),
});

/** What all registrations share: decide in Redis, queue, say who holds the slot. */
import {
  AppError,
  type Language,
  message,
  POLL,
  type RegisterOut,
  type TaskCaller,
} from '@longshore/contract';
import type { NewTask, RegistrationOptions, Task } from '@longshore/tasks';
import { noteInTaskTrace } from '@longshore/tracing';
import type { Actor } from '../audit/actor.js';
import type { CentreServices } from '../services.js';

const MOST_CLAIM_BYTES = 4_096;

/** `isAccepted` false: nothing was registered, the body names the live task. */
export interface Registered {
  readonly isAccepted: boolean;
  readonly body: RegisterOut;
}

interface RegisterOptions extends RegistrationOptions {
  readonly actor: Actor;
  /** Default `register`. */
  readonly act?: 'register' | 'routine-run' | 'undo';
}

/** Registers and queues. Throws AppError idempotency_mismatch. */
export async function registerTask(
  task: NewTask,
  services: CentreServices,
  { actor, act = 'register', ...options }: RegisterOptions,
): Promise<Registered> {
  const { tasks, metrics, audit } = services;
  const startMs = Date.now();
  const registration = await tasks.register(task, options);
  if ('sameBody' in registration) return answerAgain(registration, task.language);
  metrics.registered(task.kind, task.type, registration.registered ? 'registered' : 'already-live');
  if (!registration.registered) return alreadyLive(registration, task.language);
  const { kind, type } = task;
  const attributes = { 'longshore.kind': kind, 'longshore.type': type };
  noteInTaskTrace(registration.task.taskId, { name: 'register', startMs, attributes });
  await enqueue(registration.task, services);
  await audit.note(act, actor, { task: registration.task, kind, type });
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
export interface Registrant {
  readonly owner: string;
  readonly caller: TaskCaller;
  readonly actor: Actor;
  readonly language: Language;
  /** Marks this registration, so that sending it again makes no second task. */
  readonly idempotencyKey: string | null;
}

/**
 * What the registration of a task says of its owner; code of the host names no caller. Throws
 * AppError unauthenticated.
 */
export const ownerOf = ({
  owner,
  caller,
  actor,
}: Pick<Registrant, 'owner' | 'caller' | 'actor'>) =>
  actor.as === 'code' ? { owner } : { owner, caller: keptCaller(caller) };

/** The caller as a task keeps it. Throws AppError unauthenticated. */
export function keptCaller({ owner, role, tenant, claims }: TaskCaller): TaskCaller {
  if (Buffer.byteLength(JSON.stringify(claims)) > MOST_CLAIM_BYTES)
    throw new AppError('unauthenticated', {
      message: `The claims of a caller must have at most ${MOST_CLAIM_BYTES} bytes as JSON.`,
    });
  return { owner, role, tenant, claims };
}

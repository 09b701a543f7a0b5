/**
 * The work that each state of the button asks for. task-button.ts starts one piece at a time and
 * stops it when the state leaves it.
 */
import {
  type GetTaskStatusIn,
  type Kind,
  POLL,
  type RegisterOut,
} from '@longshore/contract/browser';
import { answerEvent, type ButtonEvent, type ButtonState } from './button-state.js';
import { ClientError } from './client-error.js';
import { failureOf } from './failure.js';
import { networkError } from './read-response.js';
import type { TabMessage } from './tabs.js';
import type { TaskClient } from './task-client.js';
import type { UploadCallOptions } from './upload.js';
import type { Visibility } from './visibility.js';
import { waitForPage } from './wait-for-page.js';
import { watchTask } from './watch-task.js';

export interface ButtonContext {
  readonly client: TaskClient;
  readonly kind: Kind;
  readonly type: string;
  readonly visibility: Visibility;
  readonly hiddenPaceMs: number | null;
  register(options: UploadCallOptions): Promise<RegisterOut>;
  download(url: string, fileName: string | null): void;
  dispatch(event: ButtonEvent): void;
  tell(taskId: string, what: TabMessage['what']): void;
  /** The server wants no question before this; milliseconds since 1970. */
  askableAt: number;
}

/**
 * Two states with the same key share one piece of work: a watch goes on through trouble and back.
 */
export function workKey({ name, taskId }: ButtonState): string {
  if (name === 'checking' || name === 'running' || name === 'offline')
    return `watch ${taskId ?? ''}`;
  return name === 'registering' || name === 'clearing' ? name : `rest ${taskId ?? ''}`;
}

export async function work(
  state: ButtonState,
  context: ButtonContext,
  signal: AbortSignal,
): Promise<void> {
  switch (state.name) {
    case 'registering':
      return register(context, signal);
    case 'clearing':
      return clear(state, context, signal);
    case 'checking':
    case 'running':
    case 'offline':
      return watch(state, context, signal);
    default:
      return rest(state, context, signal);
  }
}

const targetOf = ({ taskId }: ButtonState, { kind, type }: ButtonContext): GetTaskStatusIn =>
  taskId === null ? { kind, type } : { taskId };

async function register(context: ButtonContext, signal: AbortSignal): Promise<void> {
  context.askableAt = 0; // what the server told was about the time before this registration
  try {
    const { state, taskId, pollAfterMs } = await context.register({
      signal,
      onUpload: (upload) => signal.aborted || context.dispatch({ name: 'sent', upload }),
    });
    if (signal.aborted) return;
    context.askableAt = Date.now() + (pollAfterMs ?? 0);
    context.dispatch({ name: state ? 'registered' : 'joined', taskId });
    if (state) context.tell(taskId, 'started');
  } catch (error) {
    if (!signal.aborted) context.dispatch(troubleOf(error, context));
  }
}

async function watch(
  state: ButtonState,
  context: ButtonContext,
  signal: AbortSignal,
): Promise<void> {
  const { client, visibility, hiddenPaceMs } = context;
  const firstAfterMs = context.askableAt - Date.now();
  const options = {
    signal,
    visibility,
    hiddenPaceMs,
    ...(firstAfterMs > 0 ? { firstAfterMs } : {}),
  };
  const stopTelling = tellOffline(context, signal);
  try {
    for await (const event of watchTask(client, targetOf(state, context), options)) {
      if (event.name === 'answer') context.askableAt = Date.now() + event.answer.pollAfterMs;
      if (event.name === 'answer') context.dispatch(answerEvent(event.answer));
      else
        context.dispatch({ name: 'lost', failure: failureOf(event.error), retryAt: event.retryAt });
    }
  } catch (error) {
    if (!signal.aborted) context.dispatch(troubleOf(error, context));
  } finally {
    stopTelling();
  }
}

/** Without a line nothing is asked, so no error would tell that what is shown grows old. */
function tellOffline({ visibility, dispatch }: ButtonContext, signal: AbortSignal): () => void {
  const failure = failureOf(networkError(undefined));
  return visibility.subscribe(() => {
    if (visibility.state() === 'offline' && !signal.aborted)
      dispatch({ name: 'lost', failure, retryAt: null });
  });
}

/**
 * A5: the address is known, so clear first, then download; a clear that failed does not cost the
 * person the file.
 */
async function clear(
  { taskId, intent, taken }: ButtonState,
  context: ButtonContext,
  signal: AbortSignal,
): Promise<void> {
  const trouble = taskId === null ? null : await tryToClear(taskId, context);
  if (intent === 'collect' && taken !== null) context.download(taken.url, taken.fileName);
  if (signal.aborted) return;
  context.dispatch(trouble === null || intent === 'collect' ? { name: 'cleared' } : trouble);
}

async function tryToClear(taskId: string, context: ButtonContext): Promise<ButtonEvent | null> {
  try {
    await context.client.clearTaskInfo({ taskId });
    context.tell(taskId, 'cleared');
    return null;
  } catch (error) {
    return troubleOf(error, context);
  }
}

/** Nothing is under way: looks again when the person returns, and when a result's time is over. */
async function rest(
  state: ButtonState,
  context: ButtonContext,
  signal: AbortSignal,
): Promise<void> {
  const { client, visibility } = context;
  while (!signal.aborted) {
    await waitForPage({
      earliest: context.askableAt,
      planned: Math.max(endOf(state), context.askableAt),
      hidden: null,
      visibility,
      signal,
    });
    if (signal.aborted) return;
    try {
      const answer = await client.getTaskStatus(targetOf(state, context), { signal });
      context.askableAt = Date.now() + answer.pollAfterMs;
      if (!signal.aborted) context.dispatch(answerEvent(answer));
    } catch (error) {
      if (signal.aborted) return;
      troubleOf(error, context);
      context.askableAt = Math.max(context.askableAt, Date.now() + POLL.slowMs);
    }
  }
}

/** When a result's time is over; never for the rest. */
function endOf({ name, answer }: ButtonState): number {
  return name === 'ready' && answer?.expiresAt != null
    ? Date.parse(answer.expiresAt)
    : Number.POSITIVE_INFINITY;
}

function troubleOf(error: unknown, context: ButtonContext): ButtonEvent {
  const failure = failureOf(error);
  const waitMs = error instanceof ClientError ? (error.retryAfterMs ?? POLL.quickMs) : 0;
  context.askableAt = Math.max(context.askableAt, Date.now() + waitMs);
  const retryable = error instanceof ClientError && error.retryable;
  return retryable
    ? { name: 'lost', failure, retryAt: context.askableAt }
    : { name: 'refused', failure };
}

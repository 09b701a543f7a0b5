/**
 * The state machine of button-state.ts, working: it asks, registers, watches, clears and downloads
 * as each state wants.
 * Framework-free; React's hooks and the custom element sit on top. It works while someone is
 * subscribed.
 */
import { type Kind, POLL, type RegisterOut } from '@longshore/contract/browser';
import { type ButtonEvent, type ButtonState, INITIAL_STATE, reduceButton } from './button-state.js';
import { type ButtonContext, work, workKey } from './button-work.js';
import { ClientError } from './client-error.js';
import { registrationKey } from './registration-key.js';
import { startDownload } from './start-download.js';
import { claimDownload, openTabChannel, type TabChannel, type TabMessage } from './tabs.js';
import type { TaskClient } from './task-client.js';
import type { UploadCallOptions } from './upload.js';
import { currentVisibility, type Visibility } from './visibility.js';

/** What a task button works with. */
export interface TaskButtonOptions<Request> {
  readonly client: TaskClient;
  readonly kind: Kind;
  readonly type: string;
  register(request: Request, options: UploadCallOptions): Promise<RegisterOut>;
  /** Take the result by itself when this page saw the task run and a person looks at the page. */
  readonly autoDownload: boolean;
  /** Pace of the watch in a hidden tab, in milliseconds; null pauses it there. Default null. */
  readonly hiddenPaceMs?: number | null;
  /** Default: the browser's own download. */
  readonly download?: (url: string, fileName: string | null) => void;
  /** Default: the browser's tab. */
  readonly visibility?: Visibility;
}

/**
 * All methods are stable and may be passed as callbacks; one that means nothing in the present
 * state does nothing.
 */
export interface TaskButton<Request> {
  /** The same object until something changes. */
  getState(): ButtonState;
  /**
   * The first subscriber starts the work, the leaving of the last stops it (the task itself runs
   * on).
   */
  subscribe(listener: () => void): () => void;
  start(request: Request): void;
  /** Of a registration or upload: breaks it off. Of a running task: stops and clears it. */
  cancel(): void;
  /** Takes the result: clears the task and downloads. */
  collect(): void;
  /** Puts a result or a failure away without taking anything. */
  dismiss(): void;
  /** Asks again, as soon as the server allows. */
  check(): void;
  /** Watches a task that its person has just run again. */
  follow(taskId: string): void;
}

/**
 * Makes a button of any kind from its way to register; `createExportButton` and
 * `createImportButton` call this function.
 */
export function createTaskButton<Request>(
  options: TaskButtonOptions<Request>,
): TaskButton<Request> {
  const {
    client,
    kind,
    type,
    visibility = currentVisibility(),
    download = startDownload,
  } = options;
  const listeners = new Set<() => void>();
  let state = INITIAL_STATE;
  let request: Request | undefined;
  const key = registrationKey();
  let running = { key: '', stop: new AbortController() };
  let tabs: TabChannel | null = null;

  const context: ButtonContext = {
    client,
    kind,
    type,
    visibility,
    download,
    dispatch,
    hiddenPaceMs: options.hiddenPaceMs ?? null,
    askableAt: 0,
    register: async (uploading) => {
      try {
        // Only `start` leads to a registration, and it sets the request first.
        const own = { ...uploading, idempotencyKey: key.of(request) };
        const answer = await options.register(request as Request, own);
        key.settle();
        return answer;
      } catch (error) {
        if (!(error instanceof ClientError && error.retryable)) key.settle();
        throw error;
      }
    },
    tell: (taskId, what) => tabs?.tell({ kind, type, taskId, what }),
  };

  function dispatch(event: ButtonEvent): void {
    const before = state;
    state = reduceButton(before, event);
    if (state === before) return;
    if (state.taskId !== null) key.settle();
    switchWork(event.name === 'check');
    for (const listener of [...listeners]) listener();
    if (state.name === 'ready' && before.name !== 'ready') void takeByItself(state);
  }

  function switchWork(anew: boolean): void {
    const key = workKey(state);
    if (listeners.size === 0 || (key === running.key && !anew)) return;
    stopWork();
    running = { key, stop: new AbortController() };
    void work(state, context, running.stop.signal);
  }

  function stopWork(): void {
    running.stop.abort();
    running = { key: '', stop: running.stop };
  }

  /**
   * The person waits on this page for the file: one tab takes it. Elsewhere it waits as a button.
   */
  async function takeByItself({ taskId, watched, answer }: ButtonState): Promise<void> {
    if (
      !options.autoDownload ||
      !watched ||
      taskId === null ||
      answer?.url == null ||
      visibility.state() !== 'awake'
    )
      return;
    if ((await claimDownload(taskId)) && state.taskId === taskId) dispatch({ name: 'collect' });
  }

  function hear(message: TabMessage): void {
    if (message.kind !== kind || message.type !== type) return;
    if (message.what === 'started') watchNew('joined', message.taskId);
    else if (message.taskId === state.taskId) dispatch({ name: 'none', answer: null });
  }

  /** What the server told before was about the time without this task. */
  function watchNew(name: 'joined' | 'registered', taskId: string): void {
    context.askableAt = Date.now() + POLL.quickMs;
    dispatch({ name, taskId });
  }

  function connect(): void {
    tabs = openTabChannel(client.baseUrl, hear);
    state = INITIAL_STATE;
    switchWork(true);
  }

  function disconnect(): void {
    stopWork();
    tabs?.close();
    tabs = null;
  }

  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      if (listeners.size === 1) connect();
      return () => {
        if (listeners.delete(listener) && listeners.size === 0) disconnect();
      };
    },
    start(given) {
      request = given;
      dispatch({ name: 'start' });
    },
    cancel: () => dispatch({ name: 'cancel' }),
    collect: () => dispatch({ name: 'collect' }),
    dismiss: () => dispatch({ name: 'dismiss' }),
    check: () => dispatch({ name: 'check' }),
    follow: (taskId) => {
      watchNew('registered', taskId);
      context.tell(taskId, 'started');
    },
  };
}

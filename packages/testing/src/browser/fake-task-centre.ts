/**
 * A task centre in memory, for tests of front ends: `fetch` answers the calls of a page as the API
 * does, and the test says what becomes of each task. The main function of the door.
 */
import {
  isLive,
  type Kind,
  type Language,
  languageOf,
  message,
  noTask,
  POLL,
  type Progress,
  type RegisterOut,
  type TypeInfo,
} from '@longshore/contract/browser';
import { type Answer, FILE, problem, recordOf, resultOf } from './answers.js';
import { type Ending, endTask, type FakeTask, finishTask, newTask, runTask } from './fake-task.js';

/** What the task centre has. */
export interface FakeTaskCentreOptions {
  /** What `GET /api/types` answers. Default: nothing. */
  readonly types?: readonly TypeInfo[];
}

/** A task centre of one owner. Its functions need no `this`. */
export interface FakeTaskCentre {
  /** For `createTaskClient({ fetch })`, or in the place of the global one. */
  readonly fetch: typeof fetch;
  /** Every task, the newest last. */
  readonly tasks: readonly FakeTask[];
  /** The newest task. Throws when there is none. */
  newest(): FakeTask;
  /** A worker has the task and is so far. */
  progress(task: FakeTask, progress?: Partial<Progress>): void;
  finish(task: FakeTask, ending?: Ending): void;
  /** `message`: what the page shows. */
  fail(task: FakeTask, error?: { readonly code?: string; readonly message?: string }): void;
  /** Its time is over. */
  expire(task: FakeTask): void;
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly language: Language;
  readonly request: Request;
}

type Act = (call: Call, task: FakeTask) => Answer;

/** A task centre in memory, which answers the calls of a client without a server. */
export function createFakeTaskCentre({ types = [] }: FakeTaskCentreOptions = {}): FakeTaskCentre {
  const tasks: FakeTask[] = [];
  const ok = (body: unknown): Answer => ({ status: 200, body });

  function register(
    task: Pick<FakeTask, 'kind' | 'type' | 'params' | 'upload'>,
    { language }: Call,
  ): Answer {
    const holder = newestOf(task.kind, task.type);
    if (holder !== undefined && isLive(holder.phase)) {
      const sameParams = JSON.stringify(holder.params) === JSON.stringify(task.params);
      return ok(registered(holder, { state: false, sameParams }, language));
    }
    const made = newTask(task, Date.now());
    tasks.push(made);
    return {
      status: 202,
      body: registered(made, { state: true, pollAfterMs: POLL.quickMs }, language),
    };
  }

  const newestOf = (kind: Kind, type: string) =>
    tasks.findLast((task) => task.kind === kind && task.type === type && isShown(task));
  const isShown = ({ isCleared, phase }: FakeTask) => !isCleared && phase !== 'expired';

  const target = ({ taskId, kind = 'export', type }: Target): FakeTask | undefined =>
    taskId === undefined
      ? newestOf(kind, type ?? '')
      : tasks.find((task) => task.taskId === taskId && !task.isCleared);

  function clear(asked: Target): boolean {
    const task = target(asked);
    if (task === undefined || (asked.taskId === undefined && isLive(task.phase))) return false;
    cancel(task);
    task.isCleared = true;
    return true;
  }

  async function answer(call: Call): Promise<Answer> {
    const { method, path, request, language } = call;
    if (method === 'POST' && path === '/api/registerImportTask')
      return register(await uploadIn(request), call);
    const body = method === 'POST' ? await request.json() : {};
    switch (`${method} ${path}`) {
      case 'POST /api/registerExportTask':
        return register({ kind: 'export', params: {}, upload: null, ...body }, call);
      case 'POST /api/registerBatchTask':
        return register({ kind: 'batch', params: {}, upload: null, ...body }, call);
      case 'POST /api/getTaskStatus': {
        const task = target(body);
        return ok(task === undefined ? noTask(language) : resultOf(task, language));
      }
      case 'POST /api/clearTaskInfo':
        return ok({ state: clear(body) });
      case 'GET /api/tasks':
        return ok(listed(tasks, call));
      case 'GET /api/types':
        return ok({ items: types });
      default:
        return ofTask(call);
    }
  }

  function ofTask(call: Call): Answer {
    const [, root, taskId, act = ''] =
      /^\/api\/(tasks|files)\/([^/]+)\/?(.*)$/.exec(call.path) ?? [];
    const task = tasks.find((one) => one.taskId === taskId);
    if (task === undefined)
      return problem(root === 'tasks' ? 'task_not_found' : 'not_found', call.language);
    if (root === 'files') return ok(FILE);
    return ACTS[`${call.method} ${act}`]?.(call, task) ?? problem('not_found', call.language);
  }

  return {
    tasks,
    newest: () => {
      const task = tasks.at(-1);
      if (task === undefined) throw new Error('No task was registered.');
      return task;
    },
    progress: (task, progress = {}) => runTask(task, progress, Date.now()),
    finish: (task, ending = {}) => finishTask(task, ending, Date.now()),
    fail: (task, { code = 'executor_failed', message: text = 'The task failed.' } = {}) =>
      endTask(task, 'failed', { code, message: text }, Date.now()),
    expire: (task) => endTask(task, 'expired', null, Date.now()),
    fetch: async (input, init) => {
      const request = requestOf(input, init);
      request.signal.throwIfAborted();
      const { pathname, searchParams } = new URL(request.url);
      const path = pathname.slice(Math.max(0, pathname.indexOf('/api/')));
      const language = languageOf(request.headers.get('accept-language') ?? '');
      return responseOf(
        await answer({ method: request.method, path, query: searchParams, language, request }),
      );
    },
  };
}

interface Target {
  readonly taskId?: string;
  readonly kind?: Kind;
  readonly type?: string;
}

const ACTS: Readonly<Record<string, Act>> = {
  'GET ': ({ language }, task) => ({ status: 200, body: recordOf(task, language) }),
  'POST cancel': (_call, task) => ({ status: 200, body: { state: cancel(task) } }),
};

function cancel(task: FakeTask): boolean {
  if (!isLive(task.phase)) return false;
  endTask(task, 'cancelled', null, Date.now());
  return true;
}

const registered = (
  { taskId }: FakeTask,
  rest: Omit<RegisterOut, 'message' | 'taskId'>,
  language: Language,
): RegisterOut => ({
  ...rest,
  message: message(rest.state ? 'registered' : 'alreadyRunning', language),
  taskId,
});

async function uploadIn(request: Request): Promise<Parameters<typeof newTask>[0]> {
  const form = await request.formData();
  const file = form.get('file') as File; // a registration has one
  const { params = {} } = JSON.parse(String(form.get('options') ?? '{}'));
  const upload = { name: file.name, sizeBytes: file.size };
  return { kind: 'import', type: String(form.get('type')), params, upload };
}

/** All on one page, the newest first. */
function listed(tasks: readonly FakeTask[], { query, language }: Call) {
  const isAsked = (task: FakeTask) =>
    (['kind', 'type', 'phase'] as const).every(
      (name) => !query.has(name) || query.get(name) === task[name],
    );
  const items = tasks.filter(isAsked).toReversed();
  return {
    items: items.map((task) => recordOf(task, language)),
    nextCursor: null,
    looked: tasks.length,
  };
}

/** A page names no origin, which Node's Request wants. */
function requestOf(input: Parameters<typeof fetch>[0], init?: RequestInit): Request {
  if (input instanceof Request) return new Request(input, init);
  const base = globalThis.location?.href ?? 'http://localhost/';
  return new Request(new URL(input, base), init);
}

function responseOf({ status, body }: Answer): Response {
  const isText = typeof body === 'string';
  const type = isText ? 'application/octet-stream' : status < 400 ? 'application/json' : PROBLEM;
  return new Response(isText ? body : JSON.stringify(body), {
    status,
    headers: { 'content-type': type },
  });
}

const PROBLEM = 'application/problem+json';

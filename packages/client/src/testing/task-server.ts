/**
 * A small HTTP server that speaks the contract from memory, for this package's tests: real sockets,
 * answers as told by the test.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Kind, noTask, type Phase, type TaskResultOut } from '@longshore/contract/browser';

interface ServedTask {
  readonly taskId: string;
  readonly kind: Kind;
  readonly type: string;
  phase: Phase;
  message: string;
  expiresAt: string;
  pollAfterMs: number;
}

interface Call {
  readonly at: number;
  readonly path: string;
  readonly body: string;
  readonly headers: IncomingMessage['headers'];
}

export interface TaskServer {
  readonly baseUrl: string;
  readonly tasks: Map<string, ServedTask>;
  readonly calls: Call[];
  /** Answers of the next calls, before the tasks are looked at; `null` breaks the connection. */
  readonly script: ({ status: number; body: unknown; headers?: Record<string, string> } | null)[];
  /** Bodies of calls by their path, for what the tasks do not tell. */
  readonly answers: Map<string, unknown>;
  callsOf(name: string): Call[];
  add(task: Partial<ServedTask>): ServedTask;
  close(): Promise<void>;
}

const LIVE: readonly Phase[] = ['queued', 'running', 'retrying'];
const DONE: readonly Phase[] = ['succeeded', 'partial'];
const NONE = noTask('en');

export async function startTaskServer(): Promise<TaskServer> {
  const tasks = new Map<string, ServedTask>();
  const calls: Call[] = [];
  const script: TaskServer['script'] = [];
  const answers: TaskServer['answers'] = new Map();
  const server = createServer((req, res) => void respond(req, res));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  async function respond(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const body = await bodyOf(req);
    const path = req.url ?? '';
    calls.push({ at: Date.now(), path, body, headers: req.headers });
    const scripted = script.shift();
    if (scripted === null) return void req.socket.destroy();
    if (scripted !== undefined) return send(res, scripted.status, scripted.body, scripted.headers);
    const [status, answer] = route(path, body);
    send(res, status, answer);
  }

  function route(path: string, body: string): [number, unknown] {
    if (answers.has(path)) return [200, answers.get(path)];
    if (path === '/api/registerExportTask') return register('export', JSON.parse(body).type);
    if (path === '/api/registerImportTask')
      return register('import', /name="type"\r\n\r\n(.*)\r\n/.exec(body)?.[1] ?? '');
    if (path === '/api/getTaskStatus') return [200, answerOf(find(JSON.parse(body)))];
    if (path === '/api/clearTaskInfo')
      return [200, { state: tasks.delete(find(JSON.parse(body))?.taskId ?? '') }];
    if (path.startsWith('/api/tasks?') || path === '/api/tasks')
      return [200, { items: [], nextCursor: null }];
    if (path.endsWith('/cancel')) return [200, { state: cancel(path.split('/').at(-2) ?? '') }];
    return [404, problem(404, 'not_found')];
  }

  function register(kind: Kind, type: string): [number, unknown] {
    const holder = [...tasks.values()].find(
      (task) => task.kind === kind && task.type === type && LIVE.includes(task.phase),
    );
    if (holder !== undefined)
      return [200, { state: false, message: 'already', taskId: holder.taskId, sameParams: true }];
    const task = add({ kind, type });
    return [
      202,
      { state: true, message: 'Registered.', taskId: task.taskId, pollAfterMs: task.pollAfterMs },
    ];
  }

  function find({
    taskId,
    kind = 'export',
    type,
  }: {
    taskId?: string;
    kind?: Kind;
    type?: string;
  }): ServedTask | undefined {
    if (taskId !== undefined) return tasks.get(taskId);
    return [...tasks.values()].findLast(
      (task) => task.kind === kind && task.type === type && task.phase !== 'expired',
    );
  }

  function cancel(taskId: string): boolean {
    const task = tasks.get(taskId);
    if (task === undefined || !LIVE.includes(task.phase)) return false;
    task.phase = 'cancelled';
    return true;
  }

  function add(task: Partial<ServedTask>): ServedTask {
    const taskId = `0193-${tasks.size + 1}-${Math.random()}`;
    const expiresAt = new Date(Date.now() + 1_800_000).toISOString();
    const added: ServedTask = {
      ...({
        taskId,
        kind: 'export',
        type: 'orders',
        phase: 'running',
        message: 'Running.',
        expiresAt,
        pollAfterMs: 1_000,
      } as const),
      ...task,
    };
    tasks.set(added.taskId, added);
    return added;
  }

  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tasks,
    calls,
    script,
    answers,
    add,
    callsOf: (name) => calls.filter(({ path }) => path === `/api/${name}`),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export const problem = (status: number, code: string) => ({
  type: 'about:blank',
  title: code,
  status,
  code,
  detail: `The sentence of ${code}.`,
});

function answerOf(task: ServedTask | undefined): TaskResultOut {
  if (task === undefined) return NONE;
  const { taskId, kind, type, phase, message, expiresAt, pollAfterMs } = task;
  const done = DONE.includes(phase);
  return {
    ...NONE,
    taskId,
    kind,
    type,
    phase,
    message,
    expiresAt,
    pollAfterMs,
    attempt: 1,
    registeredAt: expiresAt,
    status: LIVE.includes(phase) ? 1 : 2,
    state: done,
    url: done ? `/api/files/${taskId}` : null,
    fileName: done ? 'orders.xlsx' : null,
    progress: { done: 40, total: 100, rowsPerSecond: 20, etaMs: 3_000 },
    counts: { total: 100, succeeded: 40, failed: 0, unprocessed: 60 },
  };
}

async function bodyOf(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function send(
  res: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  res
    .writeHead(status, {
      'content-type': status < 400 ? 'application/json' : 'application/problem+json',
      ...headers,
    })
    .end(text);
}

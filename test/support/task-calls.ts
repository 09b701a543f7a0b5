/**
 * The calls that tests and benches make again and again, by the product's own client; and the two
 * registrations raw, because many tests are about their statuses and headers.
 */
import { ClientError, createTaskClient, type TaskClient } from '@longshore/client';
import { createOperatorClient, type OperatorClient } from '@longshore/client/operator';
import type {
  GetTaskStatusIn,
  LedgerRecord,
  Problem,
  RegisterOut,
  TaskResultOut,
} from '@longshore/contract';
import { waitUntil } from '@longshore/infra';
import { type Answer, type RawCallOptions, rawCall } from './raw-call.js';

const FINISH_MS = 120_000;

/** Who calls; `ann` unless another one is named. */
interface Caller {
  readonly owner?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TaskCalls {
  /** The product's client, as this caller. */
  client(caller?: Caller): TaskClient;
  /** The product's client for operators, as `olga`. */
  operator(): OperatorClient;
  call<Body>(path: string, options?: RawCallOptions): Promise<Answer<Body>>;
  registerExport(body: object, caller?: Caller): Promise<Answer<RegisterOut & Problem>>;
  registerImport(
    type: string,
    file: { name: string; bytes: Uint8Array },
    options?: Caller & { fields?: Record<string, string> },
  ): Promise<Answer<RegisterOut & Problem>>;
  status(target: GetTaskStatusIn, caller?: Caller): Promise<TaskResultOut>;
  record(taskId: string, caller?: Caller): Promise<LedgerRecord>;
  /**
   * Polls faster than a page may until the task ended; `see` gets every answer on the way. Asks
   * again after a 503 and after a lost connection, as a page does.
   */
  finished(
    taskId: string,
    options?: Caller & { see?: (answer: TaskResultOut) => void; timeoutMs?: number },
  ): Promise<TaskResultOut>;
}

/** `url`: where an API listens. */
export function taskCalls(url: string): TaskCalls {
  const client = ({ owner = 'ann', headers = {} }: Caller = {}) =>
    createTaskClient({ baseUrl: url, headers: { 'x-owner': owner, ...headers } });
  const call = <Body>(path: string, options?: RawCallOptions) => rawCall<Body>(url + path, options);
  return {
    client,
    operator: () =>
      createOperatorClient({
        baseUrl: url,
        headers: { 'x-owner': 'olga', 'x-role': 'operator' },
      }),
    call,
    registerExport: (body, caller) => call('/api/registerExportTask', { ...caller, json: body }),
    registerImport: (type, file, { fields = {}, ...caller } = {}) => {
      const form = new FormData();
      form.set('type', type);
      for (const [name, value] of Object.entries(fields)) form.set(name, value);
      form.set('file', new Blob([Uint8Array.from(file.bytes)]), file.name);
      return call('/api/registerImportTask', { ...caller, body: form });
    },
    status: (target, caller) => client(caller).getTaskStatus(target),
    record: (taskId, caller) => client(caller).getTask(taskId),
    finished: (taskId, { see, timeoutMs = FINISH_MS, ...caller } = {}) => {
      const asking = client(caller);
      const ended = async () => {
        const answer = await unlessAway(asking.getTaskStatus({ taskId }));
        if (answer !== null) see?.(answer);
        return answer?.status === 1 ? null : answer;
      };
      return waitUntil(ended, { what: `the end of task ${taskId}`, timeoutMs });
    },
  };
}

/** Null: the API says that a part is away for the moment, or the connection was lost. */
async function unlessAway<Answered>(answer: Promise<Answered>): Promise<Answered | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ClientError && (error.status === 503 || error.code === 'network'))
      return null;
    throw error;
  }
}

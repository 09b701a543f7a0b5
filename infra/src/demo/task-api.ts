/** The contract's calls as the demo makes them: a stranger's, over HTTP. */
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type {
  LedgerRecord,
  Problem,
  RegisterExportIn,
  RegisterOut,
  TaskResultOut,
  TypeInfo,
} from '@longshore/contract';
import { StackError } from '../stack-error.js';

export interface TaskApi {
  types(): Promise<TypeInfo[]>;
  /** Resolves with the task's id. */
  registerExport(body: RegisterExportIn): Promise<string>;
  /** Uploads a file; resolves with the task's id. */
  registerImport(type: string, file: string): Promise<string>;
  /** Polls at the server's pace; resolves with the answer of an ended task. */
  watch(taskId: string, onAnswer: (answer: TaskResultOut) => void): Promise<TaskResultOut>;
  record(taskId: string): Promise<LedgerRecord>;
  /** `url`: as an answer gave it. */
  download(url: string, file: string): Promise<void>;
}

interface TaskApiOptions {
  readonly address: string;
  readonly signal: AbortSignal;
}

/** Every call throws StackError with the server's own words when it is refused. */
export function taskApi({ address, signal }: TaskApiOptions): TaskApi {
  const owner = `demo-${randomUUID().slice(0, 8)}`; // the tasks of an earlier demo are somebody else's

  async function call(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('x-owner', owner);
    headers.set('accept-language', 'en');
    const response = await fetch(new URL(path, address), { ...init, headers, signal });
    if (!response.ok)
      throw new StackError(
        `${path.split('?')[0]} was refused with ${response.status}: ${await refusal(response)}`,
      );
    return response;
  }

  /** What comes back has the shape that the contract promises for the call. */
  const ask = async <Body>(path: string, init?: RequestInit): Promise<Body> =>
    (await call(path, init)).json() as Promise<Body>;
  const post = <Body>(path: string, body: object) =>
    ask<Body>(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  return {
    types: async () => (await ask<{ items: TypeInfo[] }>('/api/types')).items,
    registerExport: async (body) =>
      accepted(await post<RegisterOut>('/api/registerExportTask', body)),
    registerImport: async (type, file) => {
      const form = new FormData();
      form.set('type', type);
      form.set('file', new Blob([await readFile(file)]), basename(file));
      return accepted(
        await ask<RegisterOut>('/api/registerImportTask', { method: 'POST', body: form }),
      );
    },
    watch: async (taskId, onAnswer) => {
      for (;;) {
        const answer = await post<TaskResultOut>('/api/getTaskStatus', { taskId });
        onAnswer(answer);
        if (answer.status !== 1) return answer;
        await sleep(answer.pollAfterMs, undefined, { signal });
      }
    },
    record: (taskId) => ask(`/api/tasks/${taskId}`),
    download: async (url, file) => {
      const { body } = await call(url);
      if (body === null) throw new StackError(`${url} answered without a file.`);
      await pipeline(Readable.fromWeb(body), createWriteStream(file));
    },
  };
}

function accepted({ state, taskId, message }: RegisterOut): string {
  if (!state) throw new StackError(`The task was not registered: ${message}`);
  return taskId;
}

async function refusal(response: Response): Promise<string> {
  const text = await response.text();
  try {
    // problem+json, by contract
    const { code, detail, title } = JSON.parse(text) as Partial<Problem>;
    return `${code}: ${detail ?? title}`;
  } catch {
    return text.slice(0, 200);
  }
}

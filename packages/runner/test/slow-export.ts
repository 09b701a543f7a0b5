/** An export that does between its pages what a test says, and the acts on its attempts. */
import { defineExport, type ExecutorOf } from '@longshore/executors';
import type { Task } from '@longshore/tasks';
import { afterAll, beforeAll, vi } from 'vitest';
import * as z from 'zod';
import { runAttempt } from '../src/run-attempt.js';
import { startServices, type TestServices } from './start-services.js';

interface SlowExport {
  readonly services: TestServices;
  /** What happens between the first page of an export and its end; each test sets it. */
  midway: (signal: AbortSignal) => Promise<unknown>;
  readonly onFailed: ReturnType<typeof vi.fn>;
  register(): Promise<Task>;
  run(task: Task, signal?: AbortSignal): ReturnType<typeof runAttempt>;
  phaseOf(task: Task): Promise<string | undefined>;
  filesOf(task: Task): Promise<string[]>;
}

export const never = new AbortController().signal;

/** For the tests of one file; `others` are served beside it. */
export function slowExport(others: readonly ExecutorOf<'import'>[] = []): SlowExport {
  let services: TestServices;
  let midway: SlowExport['midway'] = async () => {};
  const onFailed = vi.fn();
  const things = defineExport({
    type: 'things',
    title: { en: 'Things', zh: '物' },
    row: z.object({ name: z.string() }),
    onFailed,
    async *rows(_query, { signal }) {
      yield [{ name: 'first' }];
      await midway(signal);
      yield [{ name: 'last' }];
    },
  });
  beforeAll(async () => {
    services = await startServices([things, ...others]);
  });
  afterAll(() => services?.close());
  return {
    get services() {
      return services;
    },
    get midway() {
      return midway;
    },
    set midway(next) {
      midway = next;
    },
    onFailed,
    register: () =>
      services.register({
        kind: 'export',
        type: 'things',
        params: {},
        format: 'csv',
        fileName: null,
      }),
    run: ({ taskId }, signal = never) => runAttempt({ taskId, worker: 'test', signal }, services),
    phaseOf: async ({ taskId }) => (await services.tasks.record(taskId))?.phase,
    filesOf: async ({ taskId }) =>
      (await services.storedKeys()).filter((key) => key.includes(taskId)),
  };
}

export const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

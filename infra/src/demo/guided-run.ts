/** What `npm run demo` can run. */
import { randomUUID } from 'node:crypto';
import { createTaskClient, type TaskClient } from '@longshore/client';
import type { CommandOptions } from '../commands/command.js';
import { downloadTo } from '../download-to.js';
import type { Stack } from '../stack.js';
import { StackError } from '../stack-error.js';
import { waitUntil } from '../wait-until.js';

export interface GuidedRun {
  /** That the shop has, unless SHOP_ORDERS says otherwise. */
  readonly orders: number;
  /** What it shows, as the end of a sentence. */
  readonly does: string;
  /** Throws StackError when something is not as it must be. */
  run(options: GuidedRunOptions): Promise<void>;
}

export interface GuidedRunOptions extends Pick<CommandOptions, 'root' | 'signal' | 'say'> {
  readonly stack: Stack;
  /** Of its files; exists, and is empty. */
  readonly folder: string;
}

/** Of an owner of this run: the tasks of an earlier one are somebody else's. */
export const demoClient = ({ address }: Stack): TaskClient =>
  createTaskClient({
    baseUrl: address,
    headers: { 'x-owner': `demo-${randomUUID().slice(0, 8)}` },
    language: 'en',
  });

/** Writes the file of an answer's `url` or `issuesUrl`. Throws StackError when there is none. */
export async function download(
  url: string | null,
  file: string,
  { stack, signal }: Pick<GuidedRunOptions, 'stack' | 'signal'>,
): Promise<void> {
  if (url === null) throw new StackError('A task of the demo ended without a file.');
  await downloadTo(new URL(url, stack.address).href, file, signal);
}

/** Throws StackError when one of the figures is not what it must be. */
export function addsUp(
  what: string,
  found: Readonly<Record<string, readonly [is: unknown, expected: unknown]>>,
): void {
  for (const [figure, [is, expected]] of Object.entries(found)) {
    if (is !== expected)
      throw new StackError(`The ${what} does not add up: ${figure} ${is}, expected ${expected}.`);
  }
}

/** Ends one worker process as a power cut does, and says which. */
export function killWorker({ stack, say }: Pick<GuidedRunOptions, 'stack' | 'say'>): void {
  const worker = stack.processes().find(({ name }) => name.startsWith('worker'));
  if (worker === undefined) throw new StackError('The stack has no worker.');
  say(`kill -9 of ${worker.name} (pid ${worker.pid}).`);
  process.kill(worker.pid, 'SIGKILL');
}

const LOOK_EVERY_MS = 200;
const PATIENCE_MS = 120_000;

/** Resolves with what `look` finds; null: not yet. `what` is awaited, for the error. */
export const until = <Found>(
  what: string,
  signal: AbortSignal,
  look: () => Promise<Found | null>,
): Promise<Found> =>
  waitUntil(
    () => {
      signal.throwIfAborted();
      return look();
    },
    { what, timeoutMs: PATIENCE_MS, everyMs: LOOK_EVERY_MS },
  );

export const number = (value: number): string => value.toLocaleString('en');

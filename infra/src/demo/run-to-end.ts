/** One task of the demo, from its registration to its end, by the product's own client. */
import { type CallOptions, type TaskClient, watchTask } from '@longshore/client';
import type { LedgerRecord, RegisterOut, TaskResultOut } from '@longshore/contract';
import { StackError } from '../stack-error.js';

/** Polls without an answer in a row: about half a minute, longer than an API takes to restart. */
const MOST_FAILURES = 5;

/** A task that ended well: the last polling answer and the ledger's record. */
export interface EndedTask {
  readonly answer: TaskResultOut;
  readonly record: LedgerRecord;
}

interface RunOptions {
  readonly client: TaskClient;
  /** For sentences: `export orders`. */
  readonly name: string;
  readonly signal: AbortSignal;
  readonly onAnswer: (answer: TaskResultOut) => void;
}

/**
 * Throws StackError when the task is not registered or does not succeed, ClientError when a call is
 * refused.
 */
export async function runToEnd(
  register: (options: CallOptions) => Promise<RegisterOut>,
  options: RunOptions,
): Promise<EndedTask> {
  const { name, signal } = options;
  const { state, taskId, message } = await register({ signal });
  if (!state) throw new StackError(`The ${name} was not registered: ${message}`);
  return followToEnd(taskId, options);
}

/** Of a task that is registered. Throws as `runToEnd` does. */
export async function followToEnd(taskId: string, options: RunOptions): Promise<EndedTask> {
  const { client, name, signal } = options;
  const answer = await answerOf(taskId, options);
  if (!answer.state)
    throw new StackError(`The ${name} ended as ${answer.phase}: ${answer.message}`);
  return { answer, record: await client.getTask(taskId, { signal }) };
}

/** The answer that tells how the task ended. */
export async function answerOf(
  taskId: string,
  { client, signal, onAnswer, name }: RunOptions,
): Promise<TaskResultOut> {
  let last: TaskResultOut | null = null;
  for await (const event of watchTask(client, { taskId }, { signal })) {
    if (event.name === 'trouble') {
      if (event.failures >= MOST_FAILURES) throw event.error;
      continue;
    }
    last = event.answer;
    onAnswer(last);
  }
  signal.throwIfAborted();
  if (last === null) throw new StackError(`The ${name} was never answered.`);
  return last;
}

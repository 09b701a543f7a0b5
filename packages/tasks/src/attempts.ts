/**
 * The part of the store that an attempt writes through, each write fenced by its attempt: claim,
 * progress, checkpoint, settle, retryLater, waitOut, wait, handBack, excuse, fail.
 */
import { randomUUID } from 'node:crypto';
import { AppError, ERROR_CODES, isErrorCode, isLive, valueInAll } from '@longshore/contract';
import { STOP_CHANNEL, taskKeys } from './keys.js';
import { LOOK_MS } from './lines.js';
import type { Reply } from './scripts.js';
import { replyList } from './scripts.js';
import { readPhases, stopReason } from './stop-reason.js';
import type { StoreContext } from './store-context.js';
import type {
  AttemptOutcome,
  AttemptProgress,
  AttemptRef,
  CountRule,
  StopReason,
  Task,
  TaskError,
} from './task.js';
import { taskErrorSentence } from './task-error-sentence.js';
import { json, noticesJson, readError, readTask, toFields } from './task-fields.js';
import type { Claim, TaskStore } from './task-store.js';

type Attempts = Pick<
  TaskStore,
  | 'claim'
  | 'progress'
  | 'checkpoint'
  | 'settle'
  | 'retryLater'
  | 'waitOut'
  | 'wait'
  | 'handBack'
  | 'excuse'
  | 'fail'
>;

const FAULT_STATUS = 500;
const WORKER_LOST: TaskError = { code: 'worker_lost', message: ERROR_CODES.worker_lost.en };

export function attempts({
  run: runScript,
  ledgerTtlMs,
  maxRunningPerOwner = 0,
  tellsMaintainers = false,
}: StoreContext): Attempts {
  return { claim, progress, checkpoint, settle, retryLater, waitOut, wait, handBack, excuse, fail };

  /** A second round trip only when the attempts are used up. */
  async function claim(taskId: string, worker: string): Promise<Claim> {
    const { life, entityPrefix } = taskKeys(taskId);
    const [verdict, ...rest] = replyList(
      await runScript('claim', life, [
        taskId,
        worker,
        randomUUID(),
        maxRunningPerOwner,
        entityPrefix,
        LOOK_MS.waiting,
      ]),
    );
    if (verdict === 'claimed')
      return {
        claimed: true,
        remainingMs: Number(rest[0]),
        task: readTask(toFields(rest.slice(1)) ?? {}),
      };
    if (verdict === 'early') return { claimed: false, reason: 'early', inMs: Number(rest[0]) };
    if (verdict === 'refused') return refusedClaim(rest);
    if (verdict === 'full') return { claimed: false, reason: 'full', task: null };
    const known = readError(String(rest[1]));
    const task = await end(taskId, {
      error: exhausted(Number(rest[0]), known ?? WORKER_LOST),
      outcome: 'lost',
      cause: known,
    });
    return task === null
      ? { claimed: false, reason: 'finished', task: null }
      : { claimed: false, reason: 'exhausted', task };
  }

  async function progress(
    run: AttemptRef,
    { total, succeeded, failed, exceptions, looked, rowsPerSecond, etaMs }: AttemptProgress,
  ): Promise<'go' | StopReason> {
    const rate = [whole(rowsPerSecond), whole(etaMs)];
    const numbers = [total ?? '', succeeded, failed, ...rate, exceptions ?? '', looked ?? ''];
    const [verdict, ...phases] = replyList(
      await runScript('progress', taskKeys(run.taskId).life, [run.taskId, run.attempt, ...numbers]),
    );
    return verdict === 'go' ? 'go' : stopReason(readPhases(phases[0], phases[1]));
  }

  async function checkpoint({ taskId, attempt }: AttemptRef, at: string): Promise<boolean> {
    return (await runScript('checkpoint', taskKeys(taskId).life, [attempt, at])) === 1;
  }

  async function settle(
    run: AttemptRef,
    { phase, counts, result, issues, notices, error, cause }: AttemptOutcome,
    countRule: CountRule,
  ): Promise<boolean> {
    const numbers =
      counts === null ? ['', '', 0, 0] : ['1', counts.total ?? '', counts.succeeded, counts.failed];
    const files = [json(result), json(issues), json(told(error))];
    return (
      (await runScript('settle', taskKeys(run.taskId).life, [
        run.taskId,
        run.attempt,
        ledgerTtlMs,
        phase,
        ...numbers,
        ...files,
        countRule,
        noticesJson(notices),
        json(cause ?? error),
        counts?.exceptions ?? '',
        phase === 'failed' ? failureWord(error) : 'done',
      ])) === 1
    );
  }

  /** Says so where a fault reaches those who can mend it. */
  function told(error: TaskError | null): TaskError | null {
    const isTold = tellsMaintainers && error !== null && failureWord(error) === 'fault';
    return isTold ? { ...error, isTold } : error;
  }

  async function retryLater(
    run: AttemptRef,
    error: TaskError,
    inMs: number,
  ): Promise<'retrying' | StopReason | { exhausted: TaskError }> {
    const [verdict, ...rest] = await retry(run, { error, inMs, counts: true });
    if (verdict === 'retrying') return 'retrying';
    if (verdict === 'stop') return stopReason(readPhases(rest[0], rest[1]));
    return { exhausted: exhausted(Number(rest[0]), error) };
  }

  async function waitOut(
    run: AttemptRef,
    error: TaskError,
    inMs: number,
  ): Promise<'retrying' | StopReason> {
    const [verdict, ...rest] = await retry(run, { error, inMs, counts: false });
    return verdict === 'retrying' ? 'retrying' : stopReason(readPhases(rest[0], rest[1]));
  }

  /** `counts`: whether the attempt counts against the limit. */
  async function retry(
    { taskId, attempt }: AttemptRef,
    { error, inMs, counts }: { error: TaskError; inMs: number; counts: boolean },
  ): Promise<Reply[]> {
    const args = [taskId, attempt, json(error), inMs, counts ? 1 : 0];
    return replyList(await runScript('retry-later', taskKeys(taskId).life, args));
  }

  async function wait({ taskId, attempt }: AttemptRef, inMs: number): Promise<boolean> {
    const args = [taskId, attempt, ledgerTtlMs, Math.round(inMs)];
    return (await runScript('wait', taskKeys(taskId).life, args)) === 1;
  }

  async function handBack({ taskId, attempt }: AttemptRef): Promise<boolean> {
    return (await runScript('hand-back', taskKeys(taskId).life, [taskId, attempt])) === 1;
  }

  async function excuse({ taskId, attempt }: AttemptRef): Promise<boolean> {
    return (await runScript('excuse', taskKeys(taskId).life, [taskId, attempt])) === 1;
  }

  async function fail(taskId: string, error: TaskError): Promise<boolean> {
    return (await end(taskId, { error, outcome: 'failed', cause: error })) !== null;
  }

  /**
   * Settles a live task as failed; `outcome` and `cause` go to its open attempt. Null when it was
   * not live.
   */
  async function end(
    taskId: string,
    { error, outcome, cause }: { error: TaskError; outcome: string; cause: TaskError | null },
  ): Promise<Task | null> {
    const args = [
      taskId,
      ledgerTtlMs,
      'failed',
      json(told(error)),
      outcome,
      json(cause),
      STOP_CHANNEL,
      'superseded',
      failureWord(error),
    ];
    const fields = toFields(await runScript('end', taskKeys(taskId).life, args));
    return fields === null ? null : readTask(fields);
  }
}

function refusedClaim([entity, record]: Reply[]): Claim {
  const phases = readPhases(entity, record);
  const ended = phases.entity ?? phases.record;
  const isFinished =
    ended !== null && !isLive(ended) && ended !== 'cancelled' && ended !== 'expired';
  return { claimed: false, reason: isFinished ? 'finished' : stopReason(phases), task: null };
}

/** The owner reads the last attempt's sentence; its cause is for operators. */
function exhausted(attempts: number, last: TaskError): TaskError {
  const { code, message, values } = new AppError('attempts_exhausted', {
    values: {
      attempts,
      ...valueInAll('reason', (language) => taskErrorSentence(last, language)),
    },
  });
  return {
    code,
    message,
    values,
    ...(last.cause !== undefined && { cause: last.cause }),
    ...(last.source !== undefined && { source: last.source }),
  };
}

/** A refusal, of a file or by the business, is for the owner to mend; a fault is not. */
const failureWord = (error: TaskError | null): 'refused' | 'fault' =>
  error !== null && isErrorCode(error.code) && ERROR_CODES[error.code].status < FAULT_STATUS
    ? 'refused'
    : 'fault';

const whole = (value: number | null): number | '' => (value === null ? '' : Math.round(value));

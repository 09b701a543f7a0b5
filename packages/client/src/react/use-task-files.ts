/**
 * The files of an export or import that has ended: those that tell how an import went follow
 * moments later.
 */
import { isLive, type LedgerRecord, type TaskFilesOut } from '@longshore/contract/browser';
import { useEffect, useState } from 'react';
import { ClientError } from '../client-error.js';
import { useLongshore } from './client-context.js';
import { hasJustEnded, LOOK_AGAIN_MS } from './just-ended.js';

/** Files of a task, each with its name and address. */
export type TaskFiles = TaskFilesOut['items'];

const NONE: TaskFiles = [];

/** None for another kind, and while the task is live or to be confirmed. */
export function useTaskFiles(record: LedgerRecord | null): TaskFiles {
  const { client } = useLongshore();
  const [got, setGot] = useState({ taskId: '', items: NONE, round: 0 });
  const taskId = record !== null && hasFiles(record) ? record.taskId : null;
  const { round } = got;
  const version = record === null ? '' : [record.phase, record.attempt, record.issues?.name].join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version has other files
  useEffect(() => {
    if (taskId === null) return;
    const stop = new AbortController();
    client.listFiles(taskId, { signal: stop.signal }).then(
      ({ items }) => setGot({ taskId, items, round }),
      (error: unknown) => {
        // without the files the sentence about the end still stands
        if (!stop.signal.aborted && !(error instanceof ClientError)) throw error;
      },
    );
    return () => stop.abort();
  }, [client, taskId, round, version]);
  const isLate =
    record?.kind === 'import' &&
    record.undoes === null &&
    hasJustEnded(record) &&
    got.taskId === taskId &&
    !hasSummary(got.items);
  useEffect(() => {
    if (!isLate) return;
    const again = () => setGot((before) => ({ ...before, round: round + 1 }));
    const timer = setTimeout(again, LOOK_AGAIN_MS);
    return () => clearTimeout(timer);
  }, [isLate, round]);
  return got.taskId === taskId ? got.items : NONE;
}

const hasFiles = ({ kind, phase }: LedgerRecord): boolean =>
  (kind === 'import' || kind === 'export') && !isLive(phase) && phase !== 'previewed';

const hasSummary = (items: TaskFiles): boolean => items.some(({ role }) => role === 'summary');

/** The record of a task that has ended, read anew until its error workbook is there. */
import type { LedgerRecord } from '@longshore/contract/browser';
import { useCallback, useEffect, useState } from 'react';
import { ClientError } from '../client-error.js';
import { useLongshore } from './client-context.js';
import { hasJustEnded, LOOK_AGAIN_MS } from './just-ended.js';

/** Null: not known. Null as id: nothing is asked. */
export function useEndedRecord(taskId: string | null): LedgerRecord | null {
  const { client } = useLongshore();
  const [record, setRecord] = useState<LedgerRecord | null>(null);
  const read = useCallback(
    (id: string, signal: AbortSignal) =>
      client.getTask(id, { signal }).then(setRecord, (error: unknown) => {
        // without the record the host's own sentence still says what happened
        if (!signal.aborted && !(error instanceof ClientError)) throw error;
      }),
    [client],
  );
  useEffect(() => {
    setRecord(null);
    if (taskId === null) return;
    const stop = new AbortController();
    void read(taskId, stop.signal);
    return () => stop.abort();
  }, [taskId, read]);
  useEffect(() => {
    if (record === null || !lacksIssues(record)) return;
    const stop = new AbortController();
    const timer = setTimeout(() => void read(record.taskId, stop.signal), LOOK_AGAIN_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [record, read]);
  return record;
}

const lacksIssues = (record: LedgerRecord): boolean =>
  record.counts.failed > 0 && record.issues === null && hasJustEnded(record);

/** Why a task failed, as its ledger record tells: with readings of its file to choose from. */
import type { LedgerRecord } from '@longshore/contract/browser';
import { useEffect, useState } from 'react';
import { ClientError } from '../client-error.js';
import { useLongshore } from './client-context.js';

/** Null as id: nothing is asked. `choices` and `layout` say what a person may decide. */
export function useTaskError(taskId: string | null): LedgerRecord['error'] {
  const { client } = useLongshore();
  const [error, setError] = useState<LedgerRecord['error']>(null);
  useEffect(() => {
    const stop = new AbortController();
    setError(null);
    if (taskId === null) return;
    client.getTask(taskId, { signal: stop.signal }).then(
      (record) => setError(record.error),
      (failure: unknown) => {
        // Without the record the sentence of the failure still says what to do.
        if (!stop.signal.aborted && !(failure instanceof ClientError)) throw failure;
      },
    );
    return () => stop.abort();
  }, [client, taskId]);
  return error;
}

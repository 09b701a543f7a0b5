/**
 * What an import that was cancelled, failed or expired has left: what was saved and what was not,
 * its error workbook, and the way on from there. It brings names for the host's styles, and none of
 * its own.
 */
import { canRunAgain, isRepeatable, type LedgerRecord } from '@longshore/contract/browser';
import { useCallback, useEffect, useState } from 'react';
import { ClientError } from '../client-error.js';
import { failureSentence, textsOf } from '../texts.js';
import { useLongshore } from './client-context.js';

/** Which task, and what happens once it goes on. */
export interface EndedImportProps {
  readonly taskId: string;
  /** The sentence about its end is shown by the host already. */
  readonly isTold?: boolean;
  /** The task runs again. */
  readonly onAgain: () => void;
}

/** Shows nothing until the record is known, and where nothing can be done. */
export function EndedImport({ taskId, isTold = false, onAgain }: EndedImportProps) {
  const { client, language } = useLongshore();
  const texts = textsOf(language);
  const record = useEndedRecord(taskId);
  const [trouble, setTrouble] = useState<string | null>(null);
  if (record === null || !isRepeatable(record.phase)) return null;

  async function goOn() {
    try {
      await client.retryTask(taskId);
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      return setTrouble(failureSentence(error, texts));
    }
    onAgain();
  }
  const { succeeded, failed } = record.counts;
  if (isTold && record.issues === null && !canRunAgain(record)) return null;
  return (
    <div className="longshore-ended-import">
      {!isTold && <p role="status">{record.message}</p>}
      {record.issues !== null && (
        <a href={client.fileUrl(taskId, 'issues')} download>
          {texts.errorWorkbook}
        </a>
      )}
      {canRunAgain(record) && (
        <button type="button" onClick={goOn}>
          {succeeded + failed > 0 ? texts.goOn : texts.retry}
        </button>
      )}
      {trouble !== null && <p role="alert">{trouble}</p>}
    </div>
  );
}

const LOOK_AGAIN_MS = 1_000;
const LONGEST_LATE_MS = 60_000;

/** The error workbook of an import that ended early is there moments after its end. */
function useEndedRecord(taskId: string): LedgerRecord | null {
  const { client } = useLongshore();
  const [record, setRecord] = useState<LedgerRecord | null>(null);
  const read = useCallback(
    (signal: AbortSignal) =>
      client.getTask(taskId, { signal }).then(setRecord, (error: unknown) => {
        // without the record the host's own sentence still says what happened
        if (!signal.aborted && !(error instanceof ClientError)) throw error;
      }),
    [client, taskId],
  );
  useEffect(() => {
    const stop = new AbortController();
    void read(stop.signal);
    return () => stop.abort();
  }, [read]);
  useEffect(() => {
    if (record === null || !isLate(record)) return;
    const stop = new AbortController();
    const timer = setTimeout(() => void read(stop.signal), LOOK_AGAIN_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [record, read]);
  return record;
}

const isLate = ({ counts, issues, finishedAt }: LedgerRecord): boolean =>
  counts.failed > 0 &&
  issues === null &&
  Date.now() - Date.parse(finishedAt ?? '') < LONGEST_LATE_MS;

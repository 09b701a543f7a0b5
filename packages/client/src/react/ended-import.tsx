/**
 * What an import that was cancelled, failed or expired has left: what was saved and what was not,
 * its error workbook and summary, and the way on from there. It brings names for the host's styles,
 * and none of its own.
 */
import { canRunAgain, isRepeatable } from '@longshore/contract/browser';
import { useState } from 'react';
import { failureSentence } from '../button-sentences.js';
import { ClientError } from '../client-error.js';
import { textsOf } from '../texts.js';
import { useLongshore } from './client-context.js';
import { FileLinks } from './file-links.js';
import { useEndedRecord } from './use-ended-record.js';
import { useTaskFiles } from './use-task-files.js';

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
  const files = useTaskFiles(record);
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
  // of an import that came to no row the sentence says all
  const shown = succeeded + failed > 0 ? files : [];
  if (isTold && shown.length === 0 && !canRunAgain(record)) return null;
  return (
    <div className="longshore-ended-import">
      {!isTold && <p role="status">{record.message}</p>}
      <FileLinks files={shown} roles={['issues', 'summary', 'detail']} />
      {canRunAgain(record) && (
        <button type="button" onClick={goOn}>
          {succeeded + failed > 0 ? texts.goOn : texts.retry}
        </button>
      )}
      {trouble !== null && <p role="alert">{trouble}</p>}
    </div>
  );
}

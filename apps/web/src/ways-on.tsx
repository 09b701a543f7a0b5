/**
 * What a person can do after an import that did not end well: choose how its file is read, take its
 * error workbook, let it go on.
 */
import {
  EndedImport,
  FileQuestion,
  MapColumns,
  shownZone,
  type UseImportResult,
  useLongshore,
  useTaskError,
} from '@longshore/client/react';
import { exactTime } from './format.js';
import { useTaskRecord } from './page-api.js';

interface WaysOnProps {
  readonly job: UseImportResult;
  readonly type: string;
}

/** Nothing for an import that ended well, or that nobody started. */
export function WaysOn({ job, type }: WaysOnProps) {
  const failedId = job.status === 'failed' ? job.state.taskId : null;
  const endedId = failedId ?? (job.status === 'expired' ? job.state.taskId : job.state.stopped);
  const failure = useTaskError(failedId);
  return (
    <>
      {endedId !== null && (
        <>
          <ImportedFile taskId={endedId} />
          <EndedImport
            taskId={endedId}
            isTold={failedId !== null}
            onAgain={() => job.follow(endedId)}
          />
        </>
      )}
      {failedId !== null && (
        <FileQuestion
          taskId={failedId}
          choices={failure?.choices ?? []}
          onAnswered={() => job.follow(failedId)}
        />
      )}
      {failedId !== null && failure?.layout !== undefined && (
        <MapColumns
          taskId={failedId}
          type={type}
          layout={failure.layout}
          onAnswered={() => job.follow(failedId)}
        />
      )}
    </>
  );
}

/** Which file it was, and when: the result may be that of an earlier visit. */
export function ImportedFile({ taskId }: { taskId: string | null }) {
  const { language } = useLongshore();
  const { data } = useTaskRecord(taskId);
  if (data?.upload == null) return null;
  const time = exactTime(data.finishedAt, { language, timeZone: shownZone(data) });
  return <p className="soft imported-file">{`${data.upload.name} · ${time}`}</p>;
}

/** One task with its whole story: counts, attempts, files, parameters, first issues. */

import { ClientError } from '@longshore/client';
import {
  FileQuestion,
  failureSentence,
  MapColumns,
  seeImport,
  shownZone,
  textsOf,
  useLiveTask,
  useLongshore,
} from '@longshore/client/react';
import { isDone, isLive, isRepeatable, type LedgerRecord } from '@longshore/contract/browser';
import { Alert, Button, Skeleton } from 'antd';
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { Attempts } from './attempts.js';
import { CountsBar, isLost } from './counts-bar.js';
import { FailedRecords } from './failed-records.js';
import { FirstIssues } from './first-issues.js';
import { dateTime, number, otherZone } from './format.js';
import { LookFirst } from './look-first.js';
import { useIsOperator, useMe } from './me.js';
import { CorrectHere, MendModal } from './mend-modal.js';
import { Notice } from './notice.js';
import { PageHead } from './page-head.js';
import { PhaseMark } from './phase-mark.js';
import { TaskActions } from './task-actions.js';
import { TaskFacts } from './task-facts.js';
import { useTitles } from './tasks-page.js';
import { usePageTexts } from './texts.js';
import { UndoImport, UndoneWith } from './undo-import.js';
import { useUndoTexts } from './undo-texts.js';
import { useMending } from './use-mending.js';
import { linkTo } from './use-route.js';
import { useTellFailure } from './use-tell-failure.js';

/** Only operators may read it. */
const OperatorStory = lazy(() => import('./desk/task-story.js'));

export function TaskPage({ taskId }: { taskId: string }) {
  const texts = usePageTexts();
  const shared = textsOf(useLongshore().language);
  const { task, error, refetch } = useRecord(taskId);
  useEffect(() => seeImport(taskId), [taskId]);
  return (
    <>
      <a className="back" {...linkTo('/tasks')}>
        {`← ${texts.back}`}
      </a>
      {task !== null && <Story task={task} onChange={refetch} />}
      {task === null && error === null && <Skeleton active />}
      {task === null && error !== null && (
        <div className="card">
          <Notice
            role="alert"
            text={error.status === 404 ? texts.taskGone : failureSentence(error, shared)}
          >
            {error.status !== 404 && <Button onClick={refetch}>{shared.tryAgain}</Button>}
          </Notice>
        </div>
      )}
    </>
  );
}

function useRecord(taskId: string) {
  const { client } = useLongshore();
  const [got, setGot] = useState<{ task: LedgerRecord | null; error: ClientError | null }>({
    task: null,
    error: null,
  });
  const asked = useRef(0);
  const refetch = useCallback(() => {
    const mine = ++asked.current;
    // an answer that another one has overtaken is older than what is shown
    const isNewest = () => mine === asked.current;
    client.getTask(taskId).then(
      (task) => isNewest() && setGot({ task, error: null }),
      (error: unknown) => {
        if (!(error instanceof ClientError)) throw error;
        if (isNewest()) setGot((before) => ({ ...before, error }));
      },
    );
  }, [client, taskId]);
  useEffect(refetch, [refetch]);
  useLateIssues(got.task, refetch);
  return { ...got, refetch };
}

const LOOK_AGAIN_MS = 2_000;
const LONGEST_LATE_MS = 60_000;

/** The error workbook of a cancelled import is there moments after its end. */
function useLateIssues(task: LedgerRecord | null, refetch: () => void): void {
  const isAwaited =
    task !== null && isRepeatable(task.phase) && task.counts.failed > 0 && task.issues === null;
  const finishedAt = Date.parse(task?.finishedAt ?? '');
  // biome-ignore lint/correctness/useExhaustiveDependencies: each fresh record is looked at again
  useEffect(() => {
    if (!isAwaited || Date.now() - finishedAt > LONGEST_LATE_MS) return;
    const timer = setTimeout(refetch, LOOK_AGAIN_MS);
    return () => clearTimeout(timer);
  }, [task, isAwaited, finishedAt, refetch]);
}

function Story({ task, onChange }: { task: LedgerRecord; onChange: () => void }) {
  const texts = usePageTexts();
  const shared = textsOf(useLongshore().language);
  const live = useLiveTask(task, onChange);
  const current = { ...task, ...live };
  const title = useTitles()(task.kind, task.type);
  const isOperator = useIsOperator();
  useOthersTask(task, onChange);
  return (
    <>
      <PageHead title={title} hint={<Standing task={current} />}>
        <TaskActions task={current} onChange={onChange} />
        <UndoImport task={current} />
      </PageHead>
      <div className="story">
        <div className="stack">
          <UndoneWith task={current} />
          {task.error !== null && <Alert type="error" showIcon title={task.error.message} />}
          {hasCounts(current) && (
            <section className="card padded">
              <BigCounts task={current} />
              <CountsBar
                counts={current.counts}
                progress={current.phase === 'running' ? current.progress : null}
                lost={isLost(current)}
                bare
              />
            </section>
          )}
          {task.notices.length > 0 && (
            <section className="card padded">
              <h2>{shared.notices(task.notices.length)}</h2>
              <ul className="notices">
                {task.notices.map(({ code, message }) => (
                  <li key={`${code} ${message}`}>{message}</li>
                ))}
              </ul>
            </section>
          )}
          {task.phase === 'failed' && (
            <FileQuestion
              taskId={task.taskId}
              choices={task.error?.choices ?? []}
              onAnswered={onChange}
            />
          )}
          {task.phase === 'previewed' && !task.cleared && (
            <PreviewOf task={task} onChange={onChange} />
          )}
          {task.phase === 'failed' && task.error?.layout !== undefined && (
            <section className="card padded">
              <MapColumns
                key={task.attempt}
                taskId={task.taskId}
                type={task.type}
                layout={task.error.layout}
                onAnswered={onChange}
              />
            </section>
          )}
          {task.kind === 'batch' && <FailedRecords task={current} />}
          {task.kind === 'import' && <FailedRows task={current} onChange={onChange} />}
          <section className="card padded">
            <h2>{texts.attempts}</h2>
            <Attempts attempts={task.attempts} timeZone={shownZone(task)} />
          </section>
        </div>
        <TaskFacts task={current} />
      </div>
      {isOperator && (
        <Suspense fallback={<Skeleton active />}>
          <OperatorStory task={current} />
        </Suspense>
      )}
    </>
  );
}

/** The first things wrong, and the way to correct the rows here. */
function FailedRows({ task, onChange }: { task: LedgerRecord; onChange: () => void }) {
  const mending = useMending(onChange);
  const { taskId, phase, counts } = task;
  return (
    <>
      <MendModal {...mending.modal} />
      {counts.failed > 0 && (
        <div className="card padded">
          {!isLive(phase) && task.undoes === null && (
            <div className="correct-here">
              <CorrectHere failed={counts.failed} onOpen={() => mending.open(taskId)} />
            </div>
          )}
          <FirstIssues key={counts.failed} taskId={taskId} />
        </div>
      )}
    </>
  );
}

/** A preview that is still shown can be confirmed here too. */
function PreviewOf({ task, onChange }: { task: LedgerRecord; onChange: () => void }) {
  const { client } = useLongshore();
  const tellFailure = useTellFailure();
  const { taskId } = task;
  const discard = () => client.clearTaskInfo({ taskId }).then(onChange, tellFailure);
  return (
    <section className="card padded look">
      <LookFirst task={{ taskId, notices: null }} onConfirmed={onChange} onDiscard={discard} />
    </section>
  );
}

/** Another owner's live task answers no status call of an operator: its record is read again. */
function useOthersTask({ owner, phase }: LedgerRecord, refetch: () => void): void {
  const { me } = useMe();
  const isOthers = me !== null && me.owner !== owner && isLive(phase);
  useEffect(() => {
    if (!isOthers) return;
    const timer = setInterval(refetch, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [isOthers, refetch]);
}

/** Of a preview no row has come to an end. */
const hasCounts = ({ phase, counts }: Pick<LedgerRecord, 'phase' | 'counts'>): boolean =>
  phase !== 'previewed' && (isLive(phase) || countedRows(counts) > 0 || isDone(phase));

const countedRows = ({ succeeded, failed, unprocessed }: LedgerRecord['counts']): number =>
  succeeded + failed + (unprocessed ?? 0);

/** Of an export that ended without a file the rows are not called a success. */
function BigCounts({ task }: { task: Pick<LedgerRecord, 'counts' | 'kind' | 'phase' | 'undoes'> }) {
  const texts = usePageTexts();
  const undo = useUndoTexts();
  const { succeeded, failed, unprocessed, exceptions = 0 } = task.counts;
  const isUndo = task.undoes !== null;
  const goodName = isUndo ? undo.asBefore : texts.succeeded;
  const shown = [
    [isLost(task) ? texts.thrownAway : goodName, succeeded],
    [isUndo ? undo.left : texts.failed, failed - exceptions],
    [texts.exceptions, exceptions],
    [texts.unprocessed, unprocessed ?? 0],
  ] as const;
  return (
    <div className="big-counts">
      {shown
        .filter(([name, rows]) => rows > 0 || (name === goodName && !isRepeatable(task.phase)))
        .map(([name, rows]) => (
          <div key={name}>
            <strong>{number(rows)}</strong>
            {name}
          </div>
        ))}
    </div>
  );
}

/** Phase, rate, remaining time and beginning of the task, as the line below its name. */
function Standing({ task }: { task: LedgerRecord }) {
  const { phase, progress, registeredAt } = task;
  const { language } = useLongshore();
  const texts = usePageTexts();
  return (
    <>
      <PhaseMark phase={phase} />
      {isLive(phase) && progress.rowsPerSecond !== null && (
        <span>{texts.rate(Math.round(progress.rowsPerSecond))}</span>
      )}
      {isLive(phase) && progress.etaMs !== null && (
        <span>{textsOf(language).remaining(progress.etaMs)}</span>
      )}
      <span>{dateTime(registeredAt, { language, timeZone: shownZone(task) })}</span>
      {otherZone(task) !== '' && <span>{task.timeZone}</span>}
    </>
  );
}

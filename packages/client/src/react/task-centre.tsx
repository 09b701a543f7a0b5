/**
 * The owner's tasks as a plain table that follows what is live. It brings names for the host's
 * styles, and none of its own.
 */
import { canRunAgain, isDone, isLive, type LedgerRecord } from '@longshore/contract/browser';
import { useEffect } from 'react';
import { type Texts, textsOf } from '../texts.js';
import { shownZone } from '../time-zone.js';
import { useLongshore } from './client-context.js';
import { useTask } from './use-task.js';
import { type TaskFilter, useTaskList } from './use-task-list.js';

/** Which tasks are listed. */
export interface TaskCentreProps {
  readonly filter?: TaskFilter;
  readonly className?: string;
}

/** The list of the owner's tasks, each with its progress and actions. */
export function TaskCentre({ filter = {}, className = '' }: TaskCentreProps) {
  const texts = textsOf(useLongshore().language);
  const { data, isPending, isError, hasNextPage, fetchNextPage, refetch } = useTaskList(filter);
  if (isError)
    return (
      <Notice role="alert" text={texts.loadFailed} action={texts.tryAgain} onAction={refetch} />
    );
  if (isPending) return <Notice role="status" text={texts.checking} />;
  if (data?.length === 0) return <Notice role="status" text={texts.noTasks} />;
  return (
    <section className={`longshore-task-centre ${className}`.trim()} aria-label={texts.tasks}>
      <table>
        <thead>
          <tr>
            {[texts.type, texts.state, texts.progress, texts.registered, texts.actions].map(
              (heading) => (
                <th key={heading} scope="col">
                  {heading}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {data?.map((task) => (
            <TaskRow key={task.taskId} task={task} texts={texts} onChange={refetch} />
          ))}
        </tbody>
      </table>
      {hasNextPage && (
        <button type="button" onClick={fetchNextPage}>
          {texts.more}
        </button>
      )}
    </section>
  );
}

function TaskRow({
  task,
  texts,
  onChange,
}: {
  task: LedgerRecord;
  texts: Texts;
  onChange: () => void;
}) {
  const { language } = useLongshore();
  const { phase, progress } = useLiveTask(task, onChange);
  const timeZone = shownZone(task);
  return (
    <tr data-phase={phase}>
      <td>{`${texts.kinds[task.kind]} ${task.type}`}</td>
      <td>{texts.phases[phase]}</td>
      <td>{texts.rows(progress.done, progress.total)}</td>
      <td title={timeZone}>{new Date(task.registeredAt).toLocaleString(language, { timeZone })}</td>
      <td>
        <TaskActions task={{ ...task, phase }} texts={texts} onChange={onChange} />
      </td>
    </tr>
  );
}

/**
 * The record, with the newest answer over it while it is live; its end asks for the record anew.
 */
export function useLiveTask(
  task: LedgerRecord,
  onEnd: () => void,
): Pick<LedgerRecord, 'phase' | 'progress' | 'counts' | 'attempt'> {
  const live = isLive(task.phase);
  const { data } = useTask(task.taskId, { enabled: live });
  const ended = live && data !== undefined && (data.phase === null || !isLive(data.phase));
  useEffect(() => {
    if (ended) onEnd();
  }, [ended, onEnd]);
  if (!live || data === undefined) return task;
  const { phase, progress, counts, attempt } = data;
  return {
    phase: phase ?? task.phase,
    progress: progress ?? task.progress,
    counts: counts ?? task.counts,
    attempt: attempt ?? task.attempt,
  };
}

function TaskActions({
  task,
  texts,
  onChange,
}: {
  task: LedgerRecord;
  texts: Texts;
  onChange: () => void;
}) {
  const { client } = useLongshore();
  const { taskId, phase, result, issues } = task;
  // A refusal (the task ended meanwhile) is answered by the fresh list itself.
  const act = (call: (id: string) => Promise<unknown>) => () =>
    void call(taskId).then(onChange, onChange);
  return (
    <>
      {isLive(phase) && (
        <button type="button" onClick={act(client.cancelTask)}>
          {texts.cancel}
        </button>
      )}
      {canRunAgain(task) && (
        <button type="button" onClick={act((id) => client.retryTask(id))}>
          {texts.retry}
        </button>
      )}
      {isDone(phase) && result !== null && (
        <a href={client.fileUrl(taskId, 'result')}>{texts.download}</a>
      )}
      {!isLive(phase) && issues !== null && (
        <a href={client.fileUrl(taskId, 'issues')}>{texts.errorWorkbook}</a>
      )}
    </>
  );
}

function Notice({
  role,
  text,
  action,
  onAction,
}: {
  role: 'alert' | 'status';
  text: string;
  action?: string;
  onAction?: () => void;
}) {
  return (
    <div className="longshore-notice" role={role}>
      <p>{text}</p>
      {action !== undefined && (
        <button type="button" onClick={onAction}>
          {action}
        </button>
      )}
    </div>
  );
}

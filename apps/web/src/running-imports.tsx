/**
 * The person's imports that are under way, on every page, each with how far it is; the end of one
 * that nobody saw is told once.
 */
import { useExpectedDone, useLiveTask, useLongshore, useTaskList } from '@longshore/client/react';
import { isLive, type LedgerRecord } from '@longshore/contract/browser';
import { App, Progress } from 'antd';
import { useCallback, useEffect } from 'react';
import { awaitEnd, awaitedImports, onImports, takeUntold } from './import-sight.js';
import { useTitles } from './tasks-page.js';
import { usePageTexts } from './texts.js';
import { linkTo, type Route } from './use-route.js';

const LOOKED_AT = { kind: 'import', limit: 10 } as const;

export function RunningImports({ route }: { route: Route }) {
  const texts = usePageTexts();
  const { data = [], refetch } = useTaskList(LOOKED_AT);
  useAskedAgain(route, refetch);
  useUntoldEnds(data);
  const live = data.filter(({ phase }) => isLive(phase));
  if (live.length === 0) return null;
  return (
    <ul className="running-imports" aria-label={texts.runningImports}>
      {live.map((task) => (
        <RunningImport key={task.taskId} task={task} onEnd={refetch} />
      ))}
    </ul>
  );
}

/** When the person goes on, comes back or imports something. */
function useAskedAgain(route: Route, refetch: () => void): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new page is a reason to look
  useEffect(() => refetch(), [route, refetch]);
  useEffect(() => onImports(refetch), [refetch]);
  useEffect(() => {
    const look = () => document.visibilityState === 'visible' && refetch();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [refetch]);
}

/** Of those that were under way when this browser saw them last. */
function useUntoldEnds(tasks: readonly LedgerRecord[]): void {
  const tell = useTellEnd();
  useEffect(() => {
    const awaited = awaitedImports();
    for (const task of tasks) {
      if (isLive(task.phase)) awaitEnd(task.taskId);
      else if (awaited.includes(task.taskId) && takeUntold(task.taskId)) tell(task);
    }
  }, [tasks, tell]);
}

function useTellEnd(): (task: LedgerRecord) => void {
  const texts = usePageTexts();
  const titles = useTitles();
  const { notification } = App.useApp();
  const title = useCallback(
    ({ kind, type }: LedgerRecord) => texts.ended(titles(kind, type)),
    [texts, titles],
  );
  return useCallback(
    (task) =>
      notification.open({
        key: task.taskId,
        title: title(task),
        description: (
          <>
            <p className="told">{task.message}</p>
            <a {...linkTo(`/tasks/${task.taskId}`)}>{texts.show}</a>
          </>
        ),
        duration: SHOWN_S,
        role: 'status',
        placement: 'bottomRight',
      }),
    [notification, title, texts],
  );
}

/** Long enough to be read twice. */
const SHOWN_S = 20;

function RunningImport({ task, onEnd }: { task: LedgerRecord; onEnd: () => void }) {
  const { language } = useLongshore();
  const texts = usePageTexts();
  const title = useTitles()(task.kind, task.type);
  const { phase, progress } = useLiveTask(task, onEnd);
  const expected = useExpectedDone(phase === 'running' ? progress : null);
  const done = Math.max(progress.done, expected);
  const percent = progress.total ? (done / progress.total) * 100 : 0;
  return (
    <li lang={language}>
      <a {...linkTo(`/tasks/${task.taskId}`)}>
        {title}
        <span className="soft">{task.upload?.name}</span>
        <Progress
          percent={percent}
          size={{ height: 4 }}
          showInfo={false}
          status="normal"
          aria-label={texts.runningImport(title)}
        />
      </a>
    </li>
  );
}

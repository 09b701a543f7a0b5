/**
 * The person's imports that are under way, on every page, each with how far it is; the end of one
 * that nobody saw is told once.
 */
import {
  importTextsOf,
  useExpectedDone,
  useLiveTask,
  useLongshore,
  useRunningImports,
} from '@longshore/client/react';
import type { LedgerRecord } from '@longshore/contract/browser';
import { App, Progress } from 'antd';
import { useCallback, useEffect } from 'react';
import { useTitles } from './tasks-page.js';
import { usePageTexts } from './texts.js';
import { linkTo, type Route } from './use-route.js';

export function RunningImports({ route }: { route: Route }) {
  const texts = importTextsOf(useLongshore().language);
  const { data, refetch } = useRunningImports(useTellEnd());
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new page is a reason to look
  useEffect(() => refetch(), [route, refetch]);
  if (data.length === 0) return null;
  return (
    <ul className="running-imports" aria-label={texts.underWay}>
      {data.map((task) => (
        <RunningImport key={task.taskId} task={task} onEnd={refetch} />
      ))}
    </ul>
  );
}

function useTellEnd(): (task: LedgerRecord) => void {
  const { show } = usePageTexts();
  const { ended } = importTextsOf(useLongshore().language);
  const titles = useTitles();
  const { notification } = App.useApp();
  const title = useCallback(
    ({ kind, type }: LedgerRecord) => ended(titles(kind, type)),
    [ended, titles],
  );
  return useCallback(
    (task) =>
      notification.open({
        key: task.taskId,
        title: title(task),
        description: (
          <>
            <p className="told">{task.message}</p>
            <a {...linkTo(`/tasks/${task.taskId}`)}>{show}</a>
          </>
        ),
        duration: SHOWN_S,
        role: 'status',
        placement: 'bottomRight',
      }),
    [notification, title, show],
  );
}

/** Long enough to be read twice. */
const SHOWN_S = 20;

function RunningImport({ task, onEnd }: { task: LedgerRecord; onEnd: () => void }) {
  const { language } = useLongshore();
  const texts = importTextsOf(language);
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
          aria-label={texts.progressOf(title)}
        />
      </a>
    </li>
  );
}

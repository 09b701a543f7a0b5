/** One task in the list. */
import { shownZone, textsOf, useLiveTask, useLongshore } from '@longshore/client/react';
import { isLive, type LedgerRecord } from '@longshore/contract/browser';
import { CountsBar, isLost } from './counts-bar.js';
import { dateTime, duration, otherZone } from './format.js';
import { PhaseMark } from './phase-mark.js';
import { TaskActions } from './task-actions.js';
import { type PageTexts, usePageTexts } from './texts.js';
import { useUndoTexts } from './undo-texts.js';
import { linkTo } from './use-route.js';

interface TaskItemProps {
  readonly task: LedgerRecord;
  readonly title: string;
  readonly onChange: () => void;
}

export function TaskItem({ task, title, onChange }: TaskItemProps) {
  const { mark } = useUndoTexts();
  const { language } = useLongshore();
  const texts = usePageTexts();
  const live = useLiveTask(task, onChange);
  const { formats, remaining } = textsOf(language);
  const nameOf: Readonly<Record<string, string>> = formats;
  return (
    <li className="task" data-phase={live.phase}>
      <div>
        <a className="task-name" {...linkTo(`/tasks/${task.taskId}`)}>
          {title}
        </a>
        <span className="soft">
          {[
            dateTime(task.registeredAt, { language, timeZone: shownZone(task) }),
            otherZone(task),
            task.undoes === null ? '' : mark,
            task.upload?.name ?? nameOf[task.format] ?? task.format,
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </div>
      <div>
        <PhaseMark phase={live.phase} />
        {live.attempt > 1 && <div className="soft">{texts.attempt(live.attempt)}</div>}
      </div>
      <div>
        {(isLive(live.phase) || live.progress.done > 0) && (
          <CountsBar
            counts={live.counts}
            progress={live.phase === 'running' ? live.progress : null}
            lost={isLost({ ...task, phase: live.phase })}
          />
        )}
        <span className="soft">{paceOf(live, task, texts, remaining)}</span>
      </div>
      <TaskActions task={{ ...task, phase: live.phase }} onChange={onChange} />
    </li>
  );
}

/** Rate and remaining time of a live task, duration of an ended one, reason of a failed one. */
function paceOf(
  { phase, progress }: Pick<LedgerRecord, 'phase' | 'progress'>,
  { startedAt, finishedAt, error }: LedgerRecord,
  texts: PageTexts,
  remaining: (ms: number) => string,
): string {
  if (isLive(phase)) {
    const { rowsPerSecond, etaMs } = progress;
    return [
      rowsPerSecond === null ? '' : texts.rate(Math.round(rowsPerSecond)),
      etaMs === null ? '' : remaining(etaMs),
    ]
      .filter(Boolean)
      .join(' · ');
  }
  if (error !== null) return error.message;
  return startedAt === null || finishedAt === null
    ? ''
    : duration(Date.parse(finishedAt) - Date.parse(startedAt));
}

/**
 * The person's imports that are under way, each with how far it is, for a place that every page of
 * the host has; the end of one that nobody saw is told once. It brings names for the host's styles,
 * and none of its own.
 */
import type { LedgerRecord } from '@longshore/contract/browser';
import { useCallback, useState } from 'react';
import { importTextsOf } from '../import-texts.js';
import { useLongshore } from './client-context.js';
import { useLiveTask } from './task-centre.js';
import { useExpectedDone } from './use-expected-done.js';
import { useRunningImports } from './use-running-imports.js';

/** How the types are called; default: by their names. */
export interface RunningImportsProps {
  readonly titleOf?: (type: string) => string;
  readonly className?: string;
}

/** Nothing where no import runs and none has ended unseen. */
export function RunningImports({ titleOf = (type) => type, className = '' }: RunningImportsProps) {
  const texts = importTextsOf(useLongshore().language);
  const [ended, setEnded] = useState<readonly LedgerRecord[]>([]);
  const tell = useCallback((task: LedgerRecord) => setEnded((before) => [...before, task]), []);
  const { data, refetch } = useRunningImports(tell);
  if (data.length + ended.length === 0) return null;
  return (
    <section
      className={`longshore-running-imports ${className}`.trim()}
      aria-label={texts.underWay}
    >
      {data.map((task) => (
        <RunningImport key={task.taskId} {...{ task, title: titleOf(task.type) }} onEnd={refetch} />
      ))}
      {ended.map(({ taskId, type, message }) => (
        <p key={taskId} role="status">
          {`${texts.ended(titleOf(type))}. ${message} `}
          <button
            type="button"
            onClick={() => setEnded((all) => all.filter((one) => one.taskId !== taskId))}
          >
            {texts.dismiss}
          </button>
        </p>
      ))}
    </section>
  );
}

interface RunningImportProps {
  readonly task: LedgerRecord;
  readonly title: string;
  readonly onEnd: () => void;
}

function RunningImport({ task, title, onEnd }: RunningImportProps) {
  const texts = importTextsOf(useLongshore().language);
  const { phase, progress } = useLiveTask(task, onEnd);
  const expected = useExpectedDone(phase === 'running' ? progress : null);
  const { done, total } = progress;
  const share = total ? Math.min(1, Math.max(done, expected) / total) : undefined;
  return (
    <p>
      {`${title} ${task.upload?.name ?? ''} `}
      <progress aria-label={texts.progressOf(title)} value={share} />
    </p>
  );
}

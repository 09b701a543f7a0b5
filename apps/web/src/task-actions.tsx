/** What can be done with a task in its phase. */
import {
  CaretRightOutlined,
  DownloadOutlined,
  PauseOutlined,
  RedoOutlined,
  StopOutlined,
} from '@ant-design/icons';
import { textsOf, useKeptFocus, useLongshore } from '@longshore/client/react';
import { canRunAgain, isDone, isLive, type LedgerRecord } from '@longshore/contract/browser';
import { Button } from 'antd';
import { usePageTexts } from './texts.js';
import { useUndoTexts } from './undo-texts.js';
import { useConfirmedCancel } from './use-confirmed-cancel.js';
import { useTellFailure } from './use-tell-failure.js';

interface TaskActionsProps {
  readonly task: LedgerRecord;
  readonly onChange: () => void;
}

export function TaskActions({ task, onChange }: TaskActionsProps) {
  const { client, language } = useLongshore();
  const tellFailure = useTellFailure();
  const texts = textsOf(language);
  const pageTexts = usePageTexts();
  const { leftRows } = useUndoTexts();
  const place = useKeptFocus<HTMLDivElement>(task.phase);
  const { taskId, phase, result, issues } = task;
  const issuesName = task.undoes === null ? pageTexts.issues : leftRows;
  const act = (call: (id: string) => Promise<unknown>) => async () => {
    try {
      await call(taskId);
    } catch (error) {
      tellFailure(error);
    }
    onChange();
  };
  const cancel = useConfirmedCancel(task.kind, act(client.cancelTask));
  return (
    <div ref={place} className="actions">
      {isDone(phase) && result !== null && (
        <Button
          size="small"
          icon={<DownloadOutlined aria-hidden />}
          href={client.fileUrl(taskId, 'result')}
        >
          {result.name === issues?.name ? issuesName : texts.download}
        </Button>
      )}
      {!isLive(phase) && issues !== null && issues.name !== result?.name && (
        <Button
          size="small"
          icon={<DownloadOutlined aria-hidden />}
          href={client.fileUrl(taskId, 'issues')}
        >
          {issuesName}
        </Button>
      )}
      {isLive(phase) && (
        <Button size="small" icon={<StopOutlined aria-hidden />} onClick={cancel}>
          {texts.cancel}
        </Button>
      )}
      {task.kind === 'batch' && isLive(phase) && <PauseOrResume task={task} act={act} />}
      {canRunAgain(task) && (
        <Button
          size="small"
          icon={<RedoOutlined aria-hidden />}
          onClick={act((id) => client.retryTask(id))}
        >
          {texts.retry}
        </Button>
      )}
    </div>
  );
}

interface PauseOrResumeProps {
  readonly task: Pick<LedgerRecord, 'phase'>;
  readonly act: (call: (id: string) => Promise<unknown>) => () => Promise<void>;
}

function PauseOrResume({ task: { phase }, act }: PauseOrResumeProps) {
  const { client } = useLongshore();
  const texts = usePageTexts();
  return phase === 'paused' ? (
    <Button
      size="small"
      icon={<CaretRightOutlined aria-hidden />}
      onClick={act((id) => client.resumeTask(id))}
    >
      {texts.resume}
    </Button>
  ) : (
    <Button
      size="small"
      icon={<PauseOutlined aria-hidden />}
      onClick={act((id) => client.pauseTask(id))}
    >
      {texts.pause}
    </Button>
  );
}

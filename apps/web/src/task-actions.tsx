/** What can be done with a task in its phase. */
import { DownloadOutlined, RedoOutlined, StopOutlined } from '@ant-design/icons';
import { ClientError } from '@longshore/client';
import { failureSentence, textsOf, useKeptFocus, useLongshore } from '@longshore/client/react';
import { isDone, isLive, isRepeatable, type LedgerRecord } from '@longshore/contract/browser';
import { App, Button } from 'antd';
import { usePageTexts } from './texts.js';
import { useConfirmedCancel } from './use-confirmed-cancel.js';

interface TaskActionsProps {
  readonly task: LedgerRecord;
  readonly onChange: () => void;
}

export function TaskActions({ task, onChange }: TaskActionsProps) {
  const { client, language } = useLongshore();
  const { message } = App.useApp();
  const texts = textsOf(language);
  const pageTexts = usePageTexts();
  const place = useKeptFocus<HTMLDivElement>(task.phase);
  const { taskId, phase, result, issues } = task;
  const act = (call: (id: string) => Promise<unknown>) => async () => {
    try {
      await call(taskId);
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      message.error(failureSentence(error, texts));
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
          {phase === 'partial' ? pageTexts.issues : texts.download}
        </Button>
      )}
      {!isLive(phase) && issues !== null && issues.name !== result?.name && (
        <Button
          size="small"
          icon={<DownloadOutlined aria-hidden />}
          href={client.fileUrl(taskId, 'issues')}
        >
          {pageTexts.issues}
        </Button>
      )}
      {isLive(phase) && (
        <Button size="small" icon={<StopOutlined aria-hidden />} onClick={cancel}>
          {texts.cancel}
        </Button>
      )}
      {isRepeatable(phase) && (
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

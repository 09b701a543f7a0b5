/**
 * What an import, or its undo, would do, and the word to do it. Used by the import dialog and the
 * task's page.
 */
import { CheckOutlined } from '@ant-design/icons';
import {
  lookTextsOf,
  Notices,
  PreviewDetails,
  useLongshore,
  usePreview,
} from '@longshore/client/react';
import { Alert, Button, Skeleton } from 'antd';

interface LookFirstProps {
  readonly task: { readonly taskId: string | null; readonly notices: number | null };
  /** The task goes on. */
  readonly onConfirmed: () => void;
  /** Nothing is to be saved. */
  readonly onDiscard: () => void;
}

export function LookFirst({ task: { taskId, notices }, onConfirmed, onDiscard }: LookFirstProps) {
  const { preview, trouble, isConfirming, toSave, confirm } = usePreview(taskId, onConfirmed);
  const texts = lookTextsOf(useLongshore().language, preview);
  return (
    <>
      {preview === null && trouble === null && <Skeleton active />}
      {preview !== null && <PreviewDetails preview={preview} />}
      <Notices taskId={taskId} count={notices} />
      {trouble !== null && <Alert type="error" showIcon title={trouble} role="alert" />}
      <div className="actions">
        {preview !== null && (
          <Button
            type="primary"
            icon={<CheckOutlined aria-hidden />}
            loading={isConfirming}
            onClick={confirm}
          >
            {toSave === 0 ? texts.confirmNothing : texts.confirm(toSave)}
          </Button>
        )}
        <Button onClick={onDiscard}>{texts.discard}</Button>
      </div>
    </>
  );
}

/**
 * The way back after an import: a look at what the undo would do, as a task of its own. Used by the
 * task's page.
 */
import { UndoOutlined } from '@ant-design/icons';
import { useLongshore } from '@longshore/client/react';
import { isLive, type LedgerRecord, type UndoOut } from '@longshore/contract/browser';
import { Button } from 'antd';
import { useState } from 'react';
import { useRead } from './page-api.js';
import { useType } from './registered-types.js';
import { useUndoTexts } from './undo-texts.js';
import { goTo, linkTo } from './use-route.js';
import { useTellFailure } from './use-tell-failure.js';

interface OfTask {
  readonly task: LedgerRecord;
}

/** Null: the task is no import that has ended, or its type has no undo. */
function useUndo({ kind, type, taskId, phase, undoes }: LedgerRecord): UndoOut | null {
  const hasUndo = useType('import', type)?.undo ?? false;
  const hasEnded = !isLive(phase) && phase !== 'previewed';
  const isAsked = kind === 'import' && undoes === null && hasUndo && hasEnded;
  const { data } = useRead<UndoOut>(
    isAsked ? `/api/tasks/${encodeURIComponent(taskId)}/undo` : null,
  );
  return data ?? null;
}

/** Nothing where nothing can be undone. */
export function UndoImport({ task }: OfTask) {
  const { client } = useLongshore();
  const texts = useUndoTexts();
  const tellFailure = useTellFailure();
  const [isAsking, setAsking] = useState(false);
  const undo = useUndo(task);
  if (undo === null || undo.rows === 0) return null;
  async function look() {
    setAsking(true);
    try {
      const { taskId } = await client.undoImport(task.taskId, { preview: true });
      goTo(`/tasks/${taskId}`);
    } catch (error) {
      setAsking(false);
      tellFailure(error);
    }
  }
  return (
    <Button
      size="small"
      icon={<UndoOutlined aria-hidden />}
      loading={isAsking}
      onClick={() => void look()}
    >
      {texts.undo}
    </Button>
  );
}

/** Of an import that was undone, and of an undo: where the other one is. */
export function UndoneWith({ task }: OfTask) {
  const texts = useUndoTexts();
  const undoneBy = useUndo(task)?.undoneBy ?? null;
  const other = task.undoes ?? undoneBy;
  if (other === null) return null;
  return (
    <p className="card padded other-task">
      {task.undoes === null ? texts.wasUndone : texts.isUndo}{' '}
      <a {...linkTo(`/tasks/${other}`)}>{task.undoes === null ? texts.seeUndo : texts.seeImport}</a>
    </p>
  );
}

/**
 * Which import's failed rows are corrected, beside the import that the dialog follows: a correction
 * is an import too, and takes its place.
 */
import type { MendRowsProps } from '@longshore/client/react';
import type { Counts } from '@longshore/contract/browser';
import { useCallback, useState } from 'react';

export interface Mending {
  readonly open: (taskId: string) => void;
  /** As they were read last; undefined: not read. */
  readonly countsOf: (taskId: string | null) => Counts | undefined;
  /** Of the modal. */
  readonly modal: {
    readonly taskId: string | null;
    readonly onClose: () => void;
    readonly onCounts: NonNullable<MendRowsProps['onCounts']>;
  };
}

/** `onClose`: the rows were put away; some may be saved. */
export function useMending(onClose: () => void): Mending {
  const [taskId, setTaskId] = useState<string | null>(null);
  const [read, setRead] = useState<{ taskId: string; counts: Counts } | null>(null);
  const onCounts = useCallback(
    (counts: Counts) => setRead(taskId === null ? null : { taskId, counts }),
    [taskId],
  );
  return {
    open: setTaskId,
    countsOf: (asked) => (read !== null && read.taskId === asked ? read.counts : undefined),
    modal: {
      taskId,
      onCounts,
      onClose: () => {
        setTaskId(null);
        onClose();
      },
    },
  };
}

/** The preview of an import, and the word to save it. */
import type { PreviewOut } from '@longshore/contract/browser';
import { useCallback, useEffect, useState } from 'react';
import { failureSentence } from '../button-sentences.js';
import { ClientError } from '../client-error.js';
import { textsOf } from '../texts.js';
import { useLongshore } from './client-context.js';

/** What a preview told, and the way on. */
export interface UsePreviewResult {
  /** Null: not read yet, or it could not be read. */
  readonly preview: PreviewOut | null;
  /** Why it could not be read or confirmed, for the person. */
  readonly trouble: string | null;
  readonly isConfirming: boolean;
  /** Rows that a confirmation would save, or undo; of some of them nothing changes. */
  readonly toSave: number;
  confirm(): void;
}

/** `onConfirmed`: the task goes on. Null as id: nothing is read. */
export function usePreview(taskId: string | null, onConfirmed: () => void): UsePreviewResult {
  const { client, language } = useLongshore();
  const [preview, setPreview] = useState<PreviewOut | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [isConfirming, setConfirming] = useState(false);
  const fail = useCallback(
    (error: unknown) => {
      if (!(error instanceof ClientError)) throw error;
      setTrouble(failureSentence(error, textsOf(language)));
    },
    [language],
  );
  useEffect(() => {
    const stop = new AbortController();
    setPreview(null);
    setTrouble(null);
    if (taskId === null) return;
    client.getPreview(taskId, { signal: stop.signal }).then(setPreview, (error: unknown) => {
      if (!stop.signal.aborted) fail(error);
    });
    return () => stop.abort();
  }, [client, taskId, fail]);

  async function confirm(id: string): Promise<void> {
    setConfirming(true);
    try {
      await client.confirmImport(id);
      onConfirmed();
    } catch (error) {
      fail(error);
    } finally {
      setConfirming(false);
    }
  }
  return {
    preview,
    trouble,
    isConfirming,
    toSave: preview?.saves ?? 0,
    confirm: () => void (taskId !== null && !isConfirming && confirm(taskId)),
  };
}

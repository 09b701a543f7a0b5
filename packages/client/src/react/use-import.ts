/** One import of a type: upload with progress, run, result. */
import { useMemo } from 'react';
import { createImportButton } from '../buttons.js';
import type { ImportRequest } from '../task-client.js';
import { useLongshore } from './client-context.js';
import { type UseTaskButtonResult, useTaskButton } from './use-task-button.js';

/** The type to import, and the pace of a hidden tab. */
export interface UseImportOptions {
  readonly type: string;
  /** Pace of the watch in a hidden tab; null pauses it there. Default null. */
  readonly hiddenPaceMs?: number | null;
}

/** State and acts of an import. */
export type UseImportResult = UseTaskButtonResult<Omit<ImportRequest, 'type'>>;

/** One import as a state machine, for dialogs of the host's own. */
export function useImport({ type, hiddenPaceMs = null }: UseImportOptions): UseImportResult {
  const { client } = useLongshore();
  const button = useMemo(
    () => createImportButton(client, type, { hiddenPaceMs }),
    [client, type, hiddenPaceMs],
  );
  return useTaskButton(button);
}

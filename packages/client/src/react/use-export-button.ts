/** The export button of one type: press, progress, file, across reloads, tabs and sleep. */
import { useMemo } from 'react';
import { type ButtonSettings, createExportButton } from '../buttons.js';
import type { ExportRequest } from '../task-client.js';
import { useLongshore } from './client-context.js';
import { type UseTaskButtonResult, useTaskButton } from './use-task-button.js';

/** The type to export, and the pace of a hidden tab. */
export interface UseExportButtonOptions extends ButtonSettings {
  readonly type: string;
}

/** State and acts of an export button. */
export type UseExportButtonResult = UseTaskButtonResult<Omit<ExportRequest, 'type'>>;

/** `download` and `visibility` must be stable functions and objects: a new one begins anew. */
export function useExportButton({
  type,
  autoDownload = true,
  hiddenPaceMs = null,
  download,
  visibility,
}: UseExportButtonOptions): UseExportButtonResult {
  const { client } = useLongshore();
  const button = useMemo(
    () =>
      createExportButton(client, type, {
        autoDownload,
        hiddenPaceMs,
        ...(download && { download }),
        ...(visibility && { visibility }),
      }),
    [client, type, autoDownload, hiddenPaceMs, download, visibility],
  );
  return useTaskButton(button);
}

/** The task button of an export, and of an import: what differs is how a task is registered. */

import { createTaskButton, type TaskButton, type TaskButtonOptions } from './task-button.js';
import type { ExportRequest, ImportRequest, TaskClient } from './task-client.js';

/** Options of an export or import button; all have defaults. */
export type ButtonSettings = Partial<
  Pick<TaskButtonOptions<never>, 'autoDownload' | 'hiddenPaceMs' | 'download' | 'visibility'>
>;

/** A result is taken by itself unless `autoDownload` is false. */
export function createExportButton(
  client: TaskClient,
  type: string,
  settings: ButtonSettings = {},
): TaskButton<Omit<ExportRequest, 'type'>> {
  return createTaskButton({
    autoDownload: true,
    ...settings,
    client,
    kind: 'export',
    type,
    register: (request, options) => client.registerExportTask({ ...request, type }, options),
  });
}

/** The result of an import stays to be read until it is dismissed. */
export function createImportButton(
  client: TaskClient,
  type: string,
  settings: ButtonSettings = {},
): TaskButton<Omit<ImportRequest, 'type'>> {
  return createTaskButton({
    autoDownload: false,
    ...settings,
    client,
    kind: 'import',
    type,
    register: (request, options) => client.registerImportTask({ ...request, type }, options),
  });
}

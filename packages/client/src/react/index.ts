/**
 * The React door: a provider, hooks in the manner of TanStack Query, and components that take the
 * host's styles.
 */
'use client';

export { announcementOf, failureSentence, sentenceOf, shareDone } from '../button-sentences.js';
export { checkFile, type FileRules, sizeText } from '../check-file.js';
export { seeImport, takeUntold } from '../import-sight.js';
export { type ImportTexts, importTextsOf } from '../import-texts.js';
export { type MendTexts, mendTextsOf } from '../mend-texts.js';
export { lookTextsOf, type PreviewTexts, previewTextsOf } from '../preview-texts.js';
export { type Texts, textsOf } from '../texts.js';
export { shownZone } from '../time-zone.js';
export { Announcement } from './announcement.js';
export { LongshoreProvider, type LongshoreProviderProps, useLongshore } from './client-context.js';
export { CorrectRows, type CorrectRowsProps } from './correct-rows.js';
export { EndedImport, type EndedImportProps } from './ended-import.js';
export { ExportButton, type ExportButtonProps } from './export-button.js';
export { FileQuestion, type FileQuestionProps } from './file-question.js';
export { ImportDialog, type ImportDialogProps } from './import-dialog.js';
export { MapColumns, type MapColumnsProps } from './map-columns.js';
export { MendRows, type MendRowsProps } from './mend-rows.js';
export { Notices, type NoticesProps } from './notices.js';
export { PreviewDetails, type PreviewDetailsProps } from './preview-details.js';
export { ReadingOptions, type ReadingOptionsProps } from './reading-options.js';
export { RunningImports, type RunningImportsProps } from './running-imports.js';
export { TaskCentre, type TaskCentreProps, useLiveTask } from './task-centre.js';
export { useExpectedDone } from './use-expected-done.js';
export {
  type UseExportButtonOptions,
  type UseExportButtonResult,
  useExportButton,
} from './use-export-button.js';
export { type UseImportOptions, type UseImportResult, useImport } from './use-import.js';
export { useIsPast } from './use-is-past.js';
export { useKeptFocus } from './use-kept-focus.js';
export { type UsePreviewResult, usePreview } from './use-preview.js';
export { useRunningImports } from './use-running-imports.js';
export { type UseTaskOptions, type UseTaskResult, useTask } from './use-task.js';
export { type UseTaskButtonResult, useTaskButton } from './use-task-button.js';
export { useTaskError } from './use-task-error.js';
export { type TaskFiles, useTaskFiles } from './use-task-files.js';
export { type TaskFilter, type UseTaskListResult, useTaskList } from './use-task-list.js';

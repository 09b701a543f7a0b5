/**
 * The import of a type in a dialog: choose, upload, run, result. Each step is a part of its own, so
 * that others can come between.
 */
import type { UploadOptions } from '@longshore/contract/browser';
import { type ChangeEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { checkFile, type FileRules } from '../check-file.js';
import { seeImport } from '../import-sight.js';
import { lookTextsOf } from '../preview-texts.js';
import { type Texts, textsOf } from '../texts.js';
import { Announcement } from './announcement.js';
import { useLongshore } from './client-context.js';
import { CorrectRows } from './correct-rows.js';
import { EndedImport } from './ended-import.js';
import { Sentence } from './export-button.js';
import { FileLinks } from './file-links.js';
import { FileQuestion } from './file-question.js';
import { MapColumns } from './map-columns.js';
import { Notices } from './notices.js';
import { PreviewDetails } from './preview-details.js';
import { ReadingOptions } from './reading-options.js';
import { useEndedRecord } from './use-ended-record.js';
import { type UseImportResult, useImport } from './use-import.js';
import { useKeptFocus } from './use-kept-focus.js';
import { usePreview } from './use-preview.js';
import { useTaskError } from './use-task-error.js';
import { useTaskFiles } from './use-task-files.js';

/** What is imported, and whether the dialog is open. */
export interface ImportDialogProps extends Partial<FileRules> {
  readonly type: string;
  readonly title: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly className?: string;
  /** Show first what would change, and save once the person says so. Default false. */
  readonly preview?: boolean;
}

/** Closing it neither stops the upload's task nor clears a result: it opens again where it was. */
export function ImportDialog({
  type,
  title,
  open,
  onClose,
  className = '',
  preview = false,
  accept = '.xlsx,.csv,.tsv,.txt,.jsonl,.ndjson,.zip',
  maxBytes = null,
}: ImportDialogProps) {
  const { client, language } = useLongshore();
  const dialog = useModal(open);
  const titleId = useId();
  const texts = textsOf(language);
  const job = useImport({ type });
  const failedId = job.status === 'failed' ? job.state.taskId : null;
  const endedId = failedId ?? (job.status === 'expired' ? job.state.taskId : job.state.stopped);
  const trouble = useTaskError(failedId);
  const { taskId } = job.state;
  useEffect(() => {
    if (open && taskId !== null) return seeImport(taskId);
  }, [open, taskId]);
  const place = useKeptFocus<HTMLDivElement>(job.status);
  return (
    <dialog
      ref={dialog}
      className={`longshore-import-dialog ${className}`.trim()}
      data-state={job.status}
      aria-labelledby={titleId}
      onClose={onClose}
    >
      <h2 id={titleId}>{title}</h2>
      <div ref={place}>
        {job.canStart && (
          <ChooseFile
            job={job}
            rules={{ accept, maxBytes }}
            preview={preview}
            texts={texts}
            templateUrl={client.templateUrl(type)}
          />
        )}
        {(job.isRunning || job.isPending) && <UnderWay job={job} texts={texts} />}
        {isPreviewed(job) && <Look job={job} />}
        {job.isReady && !isPreviewed(job) && <ImportResult job={job} texts={texts} />}
        <Sentence state={job.state} language={language} />
        {endedId !== null && (
          <EndedImport
            taskId={endedId}
            isTold={failedId !== null}
            onAgain={() => job.follow(endedId)}
          />
        )}
        {failedId !== null && (
          <FileQuestion
            taskId={failedId}
            choices={trouble?.choices ?? []}
            onAnswered={() => job.follow(failedId)}
          />
        )}
        {failedId !== null && trouble?.layout !== undefined && (
          <MapColumns
            taskId={failedId}
            type={type}
            layout={trouble.layout}
            onAnswered={() => job.follow(failedId)}
          />
        )}
        <CorrectRows {...toCorrect(job)} />
        <Announcement state={job.state} />
        {job.status === 'offline' && (
          <button type="button" onClick={job.check}>
            {texts.tryAgain}
          </button>
        )}
      </div>
      <button type="button" onClick={onClose}>
        {texts.close}
      </button>
    </dialog>
  );
}

function useModal(open: boolean) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return dialog;
}

interface StepProps {
  readonly job: UseImportResult;
  readonly texts: Texts;
}

function ChooseFile({
  job,
  texts,
  rules,
  preview,
  templateUrl,
}: StepProps & { rules: FileRules; preview: boolean; templateUrl: string }) {
  const [trouble, setTrouble] = useState<string | null>(null);
  const [options, setOptions] = useState<UploadOptions>({});
  function choose({ target }: ChangeEvent<HTMLInputElement>) {
    const file = target.files?.[0];
    if (file === undefined) return;
    const wrong = checkFile(file, rules, texts);
    setTrouble(wrong);
    if (wrong === null) job.start({ file, options: preview ? { ...options, preview } : options });
    target.value = '';
  }
  return (
    <>
      <label>
        {texts.chooseFile}
        <input type="file" accept={rules.accept} onChange={choose} />
      </label>
      <ReadingOptions options={options} onChange={setOptions} />
      <a href={templateUrl}>{texts.template}</a>
      {trouble !== null && <p role="alert">{trouble}</p>}
    </>
  );
}

function UnderWay({ job, texts }: StepProps): ReactNode {
  return (
    <>
      <progress aria-label={texts.progress} {...(job.share !== null && { value: job.share })} />
      {(job.isRunning || job.status === 'registering') && (
        <button type="button" onClick={job.cancel}>
          {texts.cancel}
        </button>
      )}
    </>
  );
}

/** Rows of an import that has ended. */
function toCorrect(job: UseImportResult) {
  const { taskId, answer } = job.state;
  const isImport = answer?.undoes === undefined;
  const hasEnded = isImport && ((job.isReady && !isPreviewed(job)) || job.status === 'failed');
  return { taskId, failed: hasEnded ? (answer?.counts?.failed ?? 0) : 0 };
}

const isPreviewed = ({ isReady, state }: UseImportResult): boolean =>
  isReady && state.answer?.phase === 'previewed';

function Look({ job }: Pick<StepProps, 'job'>) {
  const { taskId, answer } = job.state;
  const { preview, trouble, isConfirming, toSave, confirm } = usePreview(taskId, job.check);
  const texts = lookTextsOf(useLongshore().language, preview);
  return (
    <>
      {preview !== null && <PreviewDetails preview={preview} />}
      <Notices taskId={taskId} count={answer?.notices ?? null} />
      {trouble !== null && <p role="alert">{trouble}</p>}
      {preview !== null && (
        <button type="button" disabled={isConfirming} onClick={confirm}>
          {toSave === 0 ? texts.confirmNothing : texts.confirm(toSave)}
        </button>
      )}
      <button type="button" onClick={job.dismiss}>
        {texts.discard}
      </button>
    </>
  );
}

function ImportResult({ job, texts }: StepProps) {
  const { taskId, answer } = job.state;
  const { counts, issuesUrl, notices, undoes } = answer ?? {};
  const files = useTaskFiles(useEndedRecord(taskId));
  const isToCorrect = (counts?.failed ?? 0) > 0 && undoes === undefined;
  const told = undoes === undefined ? null : answer?.message;
  return (
    <>
      <p>{told ?? texts.imported(counts?.succeeded ?? 0, counts?.failed ?? 0)}</p>
      {isToCorrect && <p>{texts.correctAndRepeat}</p>}
      <Notices taskId={taskId} count={notices ?? null} />
      {issuesUrl != null && (
        <a href={issuesUrl}>{isToCorrect ? texts.errorWorkbook : texts.resultFile}</a>
      )}
      <FileLinks files={files} roles={['result', 'summary', 'detail']} />
      <button type="button" onClick={job.dismiss}>
        {texts.dismiss}
      </button>
    </>
  );
}

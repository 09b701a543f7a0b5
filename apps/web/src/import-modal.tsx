/**
 * The import dialog: choose -> upload -> check and save -> result. One part a step, so that mapping
 * and preview can come between choosing and uploading. Closing it stops nothing: it opens again
 * where the task is.
 */
import { BellOutlined, DownloadOutlined } from '@ant-design/icons';
import {
  Announcement,
  checkFile,
  Notices,
  previewTextsOf,
  ReadingOptions,
  seeImport,
  sentenceOf,
  sizeText,
  type Texts,
  takeUntold,
  textsOf,
  type UseImportResult,
  useImport,
  useKeptFocus,
  useLongshore,
} from '@longshore/client/react';
import type { ImportPolicy, UploadOptions } from '@longshore/contract/browser';
import { Alert, Button, Checkbox, Modal, Progress, Steps } from 'antd';
import { type ChangeEvent, type DragEvent, useEffect, useState } from 'react';
import { CountsBar } from './counts-bar.js';
import { FirstIssues } from './first-issues.js';
import { LookFirst } from './look-first.js';
import { CorrectHere, MendModal } from './mend-modal.js';
import { ParamsForm } from './params/params-form.js';
import { PolicyChoice } from './policy-choice.js';
import { useType } from './registered-types.js';
import { usePageTexts } from './texts.js';
import { useUndoTexts } from './undo-texts.js';
import { useConfirmedCancel } from './use-confirmed-cancel.js';
import { type EndNotice, useEndNotice } from './use-end-notice.js';
import { type ImportParams, useImportParams } from './use-import-params.js';
import { type Look, stepWithLook, useLook } from './use-look.js';
import { type Mending, useMending } from './use-mending.js';
import { ImportedFile, WaysOn } from './ways-on.js';

const ACCEPT = '.xlsx,.csv,.tsv,.txt,.jsonl,.ndjson,.zip';
const HIDDEN_PACE_MS = 30_000;

interface ImportModalProps {
  readonly type: string;
  readonly title: string;
  readonly open: boolean;
  readonly onClose: () => void;
  /** An import has ended: there may be other rows now. */
  readonly onSaved: () => void;
}

export function ImportModal({ type, title, open, onClose, onSaved }: ImportModalProps) {
  const texts = usePageTexts();
  const job = useImport({ type, hiddenPaceMs: HIDDEN_PACE_MS });
  const notice = useEndNotice(job.state);
  const place = useKeptFocus<HTMLDivElement>(job.status);
  const { isReady } = job;
  const look = useLook(job, type);
  const asked = useImportParams(type, job.state.failure);
  const { taskId } = job.state;
  const mending = useMending(onSaved);
  useEffect(() => {
    if (open && taskId !== null) return seeImport(taskId);
  }, [open, taskId]);
  const isEndSeen = open && (isReady || job.status === 'failed');
  useEffect(() => {
    if (isEndSeen && taskId !== null) takeUntold(taskId);
  }, [isEndSeen, taskId]);
  useEffect(() => {
    if (isReady) onSaved();
  }, [isReady, onSaved]);
  return (
    <Modal open={open} onCancel={onClose} footer={null} width={640} title={title} destroyOnHidden>
      <MendModal {...mending.modal} />
      <div ref={place} className="dialog-body" data-state={job.status}>
        <Steps
          size="small"
          responsive={false}
          current={look.hasPreview ? stepWithLook(stepOf(job), look) : stepOf(job)}
          items={(look.hasPreview ? texts.stepsWithLook : texts.steps).map((step) => ({
            title: step,
          }))}
        />
        {look.isPreviewed ? (
          <LookFirst
            task={{ taskId: job.state.taskId, notices: job.state.answer?.notices ?? null }}
            onConfirmed={look.goOn}
            onDiscard={job.dismiss}
          />
        ) : (
          <Step {...{ job, type, notice, look, asked, mending }} />
        )}
        {!job.isError && <Announcement state={job.state} />}
      </div>
    </Modal>
  );
}

function stepOf({ status }: UseImportResult): number {
  if (status === 'registering') return 1;
  if (status === 'running' || status === 'offline') return 2;
  return status === 'ready' || status === 'clearing' ? 3 : 0;
}

interface AnyStepProps {
  readonly job: UseImportResult;
  readonly type: string;
  readonly notice: EndNotice;
  readonly look: Look;
  readonly asked: ImportParams;
  readonly mending: Mending;
}

function Step({ job, type, notice, look, asked, mending }: AnyStepProps) {
  const texts = textsOf(useLongshore().language);
  if (job.isReady) return <Result job={job} texts={texts} mending={mending} />;
  if (job.isRunning || job.status === 'registering' || job.status === 'offline')
    return <UnderWay job={job} texts={texts} notice={notice} />;
  return <Choose job={job} texts={texts} type={type} look={look} asked={asked} />;
}

interface StepProps {
  readonly job: UseImportResult;
  readonly texts: Texts;
}

function Choose({
  job,
  texts,
  type,
  look,
  asked,
}: StepProps & Pick<AnyStepProps, 'type' | 'look' | 'asked'>) {
  const { client, language } = useLongshore();
  const pageTexts = usePageTexts();
  const [wrong, setWrong] = useState<string | null>(null);
  const [isOver, setOver] = useState(false);
  const [options, setOptions] = useState<UploadOptions>({});
  const [policy, setPolicy] = useState<ImportPolicy>();
  const info = useType('import', type);
  const maxBytes = info?.maxUploadBytes ?? null;
  const trouble = wrong ?? (asked.isRefusedAtFields ? '' : sentenceOf(job.state, language));
  const isToFill = asked.missing.length > 0;

  const way = job.mustCheck ? (
    <Button size="small" onClick={job.check}>
      {texts.tryAgain}
    </Button>
  ) : null;

  function take(file: File | undefined) {
    if (file === undefined || isToFill) return;
    const found = checkFile(file, { accept: ACCEPT, maxBytes }, texts);
    setWrong(found);
    if (found !== null) return;
    const chosen = policy === undefined ? options : { ...options, policy };
    job.start({ file, options: asked.optionsWith(look.optionsWith(chosen)) });
  }
  function choose({ target }: ChangeEvent<HTMLInputElement>) {
    take(target.files?.[0]);
    target.value = '';
  }
  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  }
  return (
    <>
      {trouble !== '' && (
        <Alert
          type={wrong === null && job.status === 'expired' ? 'warning' : 'error'}
          showIcon
          title={trouble}
          role="alert"
          action={way}
        />
      )}
      <WaysOn job={job} type={type} />
      <ParamsForm {...asked.form} />
      {isToFill && <p className="soft">{pageTexts.fillIn(asked.missing.join(', '))}</p>}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the label and its input are the first */}
      <div
        className="drop"
        data-over={isOver}
        onDrop={drop}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
      >
        <input
          id="import-file"
          type="file"
          accept={ACCEPT}
          disabled={!job.canStart || isToFill}
          onChange={choose}
        />
        <label htmlFor="import-file">{texts.chooseFile}</label>
        <span>{texts.dropFile}</span>
        <span className="soft">
          {[
            pageTexts.uploadHint,
            maxBytes === null ? '' : pageTexts.atMost(sizeText(maxBytes)),
          ].join(' ')}
        </span>
      </div>
      {look.hasPreview && (
        <Checkbox
          checked={look.looksFirst}
          onChange={({ target }) => look.setLooksFirst(target.checked)}
        >
          {previewTextsOf(language).lookFirst}
        </Checkbox>
      )}
      <PolicyChoice policies={info?.policies ?? []} policy={policy} onChange={setPolicy} />
      <ReadingOptions options={options} onChange={setOptions} />
      <Button type="link" icon={<DownloadOutlined aria-hidden />} href={client.templateUrl(type)}>
        {texts.template}
      </Button>
    </>
  );
}

function UnderWay({ job, texts, notice: { canAsk, ask } }: StepProps & { notice: EndNotice }) {
  const { language } = useLongshore();
  const pageTexts = usePageTexts();
  const { counts, progress } = job.state.answer ?? {};
  // A preview looks at rows, and saves none.
  const isLooking = (progress?.done ?? 0) > (counts?.succeeded ?? 0) + (counts?.failed ?? 0);
  const cancel = useConfirmedCancel('import', job.cancel);
  const isOffline = job.status === 'offline';
  const sentence = sentenceOf(job.state, language) || texts.registering;
  return (
    <>
      {isOffline ? <Alert type="warning" showIcon title={sentence} /> : <span>{sentence}</span>}
      {counts?.total == null || isLooking ? (
        <Progress
          percent={Math.floor((job.share ?? 0) * 100)}
          status="normal"
          aria-label={texts.progress}
        />
      ) : (
        <CountsBar
          counts={counts}
          progress={job.isRunning ? (job.state.answer?.progress ?? null) : null}
        />
      )}
      <div className="actions">
        {isOffline ? (
          <Button onClick={job.check} data-main>
            {texts.tryAgain}
          </Button>
        ) : (
          <Button onClick={job.isRunning ? cancel : job.cancel} data-main>
            {texts.cancel}
          </Button>
        )}
        {canAsk && job.isRunning && (
          <Button type="text" icon={<BellOutlined aria-hidden />} onClick={ask}>
            {pageTexts.tellMe}
          </Button>
        )}
      </div>
    </>
  );
}

function Result({ job, texts, mending }: StepProps & Pick<AnyStepProps, 'mending'>) {
  const { taskId, answer } = job.state;
  const { url, issuesUrl, notices, undoes } = answer ?? {};
  const counts = mending.countsOf(taskId) ?? answer?.counts;
  const pageTexts = usePageTexts();
  const { leftRows } = useUndoTexts();
  const failed = counts?.failed ?? 0;
  const isUndo = undoes !== undefined;
  const workbookName = failed > 0 ? texts.errorWorkbook : texts.resultFile;
  const workbook = issuesUrl ?? url;
  const showsEveryRow = useType('import', answer?.type ?? '')?.mode === 'whole';
  return (
    <>
      <Alert
        type={failed === 0 ? 'success' : 'warning'}
        showIcon
        title={(isUndo && answer?.message) || texts.imported(counts?.succeeded ?? 0, failed)}
        description={failed === 0 || isUndo ? null : texts.correctAndRepeat}
      />
      <ImportedFile taskId={taskId} />
      {counts != null && <CountsBar counts={counts} />}
      <Notices taskId={taskId} count={notices ?? null} />
      <div className="actions">
        {workbook != null && (
          <Button type="primary" icon={<DownloadOutlined aria-hidden />} href={workbook} download>
            {isUndo ? leftRows : workbookName}
          </Button>
        )}
        {url != null && issuesUrl != null && showsEveryRow && (
          <Button icon={<DownloadOutlined aria-hidden />} href={url} download>
            {texts.resultFile}
          </Button>
        )}
        {failed > 0 && taskId !== null && !isUndo && (
          <CorrectHere failed={failed} onOpen={() => mending.open(taskId)} />
        )}
        <Button onClick={job.dismiss}>{pageTexts.importAnother}</Button>
      </div>
      {failed > 0 && <FirstIssues key={failed} taskId={taskId} />}
    </>
  );
}

/**
 * The import dialog: choose -> upload -> check and save -> result. One part a step, so that mapping and preview can come
 * between choosing and uploading. Closing it stops nothing: it opens again where the task is.
 */
import { DownloadOutlined } from '@ant-design/icons';
import {
  checkFile,
  sentenceOf,
  sizeText,
  type Texts,
  textsOf,
  type UseImportResult,
  useImport,
  useLongshore,
} from '@longshore/client/react';
import { Alert, Button, Modal, Progress, Steps } from 'antd';
import { type ChangeEvent, type DragEvent, useState } from 'react';
import { CountsBar } from './counts-bar.js';
import { FirstIssues } from './first-issues.js';
import { usePageTexts } from './texts.js';

const RULES = { accept: '.xlsx,.csv,.tsv,.txt', maxBytes: 200 * 1024 * 1024 };
const HIDDEN_PACE_MS = 30_000;

interface ImportModalProps {
  readonly type: string;
  readonly title: string;
  readonly open: boolean;
  readonly onClose: () => void;
}

export function ImportModal({ type, title, open, onClose }: ImportModalProps) {
  const texts = usePageTexts();
  const job = useImport({ type, hiddenPaceMs: HIDDEN_PACE_MS });
  return (
    <Modal open={open} onCancel={onClose} footer={null} width={640} title={title} destroyOnHidden>
      <div className="dialog-body" data-state={job.status}>
        <Steps size="small" responsive={false} current={stepOf(job)} items={texts.steps.map((step) => ({ title: step }))} />
        <Step job={job} type={type} />
      </div>
    </Modal>
  );
}

function stepOf({ status }: UseImportResult): number {
  if (status === 'registering') return 1;
  if (status === 'running' || status === 'offline') return 2;
  return status === 'ready' || status === 'clearing' ? 3 : 0;
}

function Step({ job, type }: { job: UseImportResult; type: string }) {
  const texts = textsOf(useLongshore().language);
  if (job.isReady) return <Result job={job} texts={texts} />;
  if (job.isRunning || job.status === 'registering' || job.status === 'offline') return <UnderWay job={job} texts={texts} />;
  return <Choose job={job} texts={texts} type={type} />;
}

interface StepProps {
  readonly job: UseImportResult;
  readonly texts: Texts;
}

function Choose({ job, texts, type }: StepProps & { type: string }) {
  const { client, language } = useLongshore();
  const pageTexts = usePageTexts();
  const [wrong, setWrong] = useState<string | null>(null);
  const [isOver, setOver] = useState(false);
  const trouble = wrong ?? sentenceOf(job.state, language);

  function take(file: File | undefined) {
    if (file === undefined) return;
    const found = checkFile(file, RULES, texts);
    setWrong(found);
    if (found === null) job.start({ file });
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
      {trouble !== '' && <Alert type="error" showIcon title={trouble} role="alert" />}
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
        <input id="import-file" type="file" accept={RULES.accept} disabled={!job.canStart} onChange={choose} />
        <label htmlFor="import-file">{texts.chooseFile}</label>
        <span className="soft">{`${texts.dropFile} · ${pageTexts.uploadHint} ≤ ${sizeText(RULES.maxBytes)}`}</span>
      </div>
      <Button type="link" icon={<DownloadOutlined />} href={client.templateUrl(type)}>
        {texts.template}
      </Button>
    </>
  );
}

function UnderWay({ job, texts }: StepProps) {
  const { language } = useLongshore();
  const percent = job.share === null ? 0 : Math.floor(job.share * 100);
  return (
    <>
      <Progress percent={percent} status="active" aria-label={texts.progress} />
      <span role="status">{sentenceOf(job.state, language) || texts.registering}</span>
      {job.state.answer?.counts != null && <CountsBar counts={job.state.answer.counts} />}
      <div className="actions">
        {job.status === 'offline' ? (
          <Button onClick={job.check}>{texts.tryAgain}</Button>
        ) : (
          <Button onClick={job.cancel}>{texts.cancel}</Button>
        )}
      </div>
    </>
  );
}

function Result({ job, texts }: StepProps) {
  const { taskId, answer } = job.state;
  const { counts, url, issuesUrl } = answer ?? {};
  const failed = counts?.failed ?? 0;
  const workbook = issuesUrl ?? url;
  return (
    <>
      <Alert
        type={failed === 0 ? 'success' : 'warning'}
        showIcon
        title={texts.imported(counts?.succeeded ?? 0, failed)}
        description={failed === 0 ? null : texts.correctAndRepeat}
      />
      {counts != null && <CountsBar counts={counts} />}
      {failed > 0 && <FirstIssues taskId={taskId} />}
      <div className="actions">
        {workbook != null && (
          <Button type="primary" icon={<DownloadOutlined />} href={workbook}>
            {failed > 0 ? texts.errorWorkbook : texts.resultFile}
          </Button>
        )}
        <Button onClick={job.dismiss}>{texts.dismiss}</Button>
      </div>
    </>
  );
}

/** The export button of a view, in each state of its task. */
import { BellOutlined, CloseOutlined, DownloadOutlined, DownOutlined } from '@ant-design/icons';
import { sentenceOf, textsOf, type UseExportButtonResult, useExportButton, useLongshore } from '@longshore/client/react';
import type { ExportFormat } from '@longshore/contract/words';
import { Alert, Button, Dropdown, Progress, Space } from 'antd';
import { usePageTexts } from './texts.js';
import { useEndNotice } from './use-end-notice.js';

/** A hidden tab is asked for at this pace, so that the end can be told. */
const HIDDEN_PACE_MS = 30_000;
const FORMATS: readonly ExportFormat[] = ['xlsx', 'csv'];

interface ExportActionProps {
  readonly type: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly label: string;
}

export function ExportAction({ type, params, label }: ExportActionProps) {
  const button = useExportButton({ type, hiddenPaceMs: HIDDEN_PACE_MS });
  const start = (format: ExportFormat) => button.start({ params, format });
  return (
    <div className="export-action" data-state={button.status}>
      {button.isRunning || button.status === 'registering' ? (
        <Running button={button} />
      ) : (
        <Resting button={button} label={label} start={start} />
      )}
      <Trouble button={button} />
    </div>
  );
}

function Running({ button }: { button: UseExportButtonResult }) {
  const { language } = useLongshore();
  const texts = textsOf(language);
  const { canAsk, ask } = useEndNotice(button.state);
  const pageTexts = usePageTexts();
  const percent = Math.floor((button.share ?? 0) * 100);
  return (
    <div className="export-running">
      <span role="status">{sentenceOf(button.state, language) || texts.registering}</span>
      <span>
        {canAsk && (
          <Button type="text" size="small" icon={<BellOutlined />} aria-label={pageTexts.tellMe} title={pageTexts.tellMe} onClick={ask} />
        )}
        <Button type="text" size="small" icon={<CloseOutlined />} aria-label={texts.cancel} title={texts.cancel} onClick={button.cancel} />
      </span>
      <Progress percent={percent} size={{ height: 4 }} showInfo={false} status="normal" aria-label={texts.progress} />
    </div>
  );
}

interface RestingProps {
  readonly button: UseExportButtonResult;
  readonly label: string;
  readonly start: (format: ExportFormat) => void;
}

function Resting({ button, label, start }: RestingProps) {
  const { language } = useLongshore();
  const texts = textsOf(language);
  const pageTexts = usePageTexts();
  const { status, state } = button;
  if (status === 'ready') {
    return (
      <>
        <Button onClick={button.dismiss}>{texts.dismiss}</Button>
        <Button type="primary" icon={<DownloadOutlined />} onClick={button.collect}>
          {texts.download}
        </Button>
      </>
    );
  }
  const formats = FORMATS.map((format) => ({
    key: format,
    label: `${pageTexts.exportAs} ${texts.formats[format]}`,
    onClick: () => start(format),
  }));
  return (
    <>
      {state.taken !== null && (
        <Button type="link" href={state.taken.url}>
          {texts.downloadAgain}
        </Button>
      )}
      <Space.Compact>
        <Button type="primary" disabled={!button.canStart} loading={button.isPending} onClick={() => start('xlsx')}>
          {label}
        </Button>
        <Dropdown menu={{ items: formats }} trigger={['click']} disabled={!button.canStart}>
          <Button type="primary" icon={<DownOutlined />} aria-label={pageTexts.exportAs} disabled={!button.canStart} />
        </Dropdown>
      </Space.Compact>
    </>
  );
}

/** What went wrong, and the way on. */
function Trouble({ button }: { button: UseExportButtonResult }) {
  const { language } = useLongshore();
  const texts = textsOf(language);
  const { status, state } = button;
  const sentence = sentenceOf(state, language);
  if (sentence === '' || status === 'running' || status === 'registering' || status === 'ready') return null;
  const way = status === 'offline' ? { text: texts.tryAgain, act: button.check } : { text: texts.dismiss, act: button.dismiss };
  const action =
    status === 'idle' ? null : (
      <Button size="small" onClick={way.act}>
        {way.text}
      </Button>
    );
  return <Alert type={status === 'failed' ? 'error' : 'warning'} showIcon title={sentence} action={action} />;
}

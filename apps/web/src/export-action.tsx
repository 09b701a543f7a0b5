/** The export button of a view, in each state of its task. */
import {
  BellOutlined,
  CloseOutlined,
  DownloadOutlined,
  DownOutlined,
  TableOutlined,
} from '@ant-design/icons';
import {
  Announcement,
  sentenceOf,
  textsOf,
  type UseExportButtonResult,
  useExportButton,
  useIsPast,
  useKeptFocus,
  useLongshore,
} from '@longshore/client/react';
import type { ExportFormat } from '@longshore/contract/browser';
import { Alert, Button, Dropdown, Progress, Space } from 'antd';
import { type ReactNode, useState } from 'react';
import { ColumnChooser } from './column-chooser.js';
import { ExportOptions, type FileOptions } from './export-options.js';
import { useExportTexts } from './export-texts.js';
import { useType } from './registered-types.js';
import { usePageTexts } from './texts.js';
import { type ChosenColumns, useChosenColumns } from './use-chosen-columns.js';
import { useConfirmedCancel } from './use-confirmed-cancel.js';
import { type EndNotice, useEndNotice } from './use-end-notice.js';

/** A hidden tab is asked for at this pace, so that the end can be told. */
const HIDDEN_PACE_MS = 30_000;
const FORMATS: readonly ExportFormat[] = ['xlsx', 'csv', 'zip'];

interface ExportActionProps {
  readonly type: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly label: string;
  /** There is no row to export. */
  readonly isEmpty: boolean;
}

export function ExportAction({ type, params, label, isEmpty }: ExportActionProps) {
  const button = useExportButton({ type, hiddenPaceMs: HIDDEN_PACE_MS });
  const notice = useEndNotice(button.state);
  const place = useKeptFocus<HTMLDivElement>(button.status);
  const info = useType('export', type);
  const columns = info?.columns ?? [];
  const chosen = useChosenColumns(type, columns);
  const [isChoosing, setChoosing] = useState(false);
  const [hasOptions, setOptions] = useState(false);
  const start = (file: FileOptions) =>
    button.start({ params, ...file, ...(!chosen.isAll && { columns: chosen.keys }) });
  if (info?.mayStart === false) return null;
  return (
    <div ref={place} className="export-action" data-state={button.status}>
      <Trouble button={button} />
      {button.isRunning || button.status === 'registering' ? (
        <Running button={button} notice={notice} />
      ) : (
        <Resting
          {...{ button, label, isEmpty }}
          start={(format) => start({ format })}
          onOptions={() => setOptions(true)}
        >
          <Columns chosen={chosen} count={columns.length} onChoose={() => setChoosing(true)} />
        </Resting>
      )}
      {isChoosing && (
        <ColumnChooser columns={columns} chosen={chosen} onClose={() => setChoosing(false)} />
      )}
      {hasOptions && (
        <ExportOptions formats={FORMATS} onStart={start} onClose={() => setOptions(false)} />
      )}
      {!button.isError && <Announcement state={button.state} />}
    </div>
  );
}

/** What a remembered choice leaves out must be in sight. */
function Columns({
  chosen,
  count,
  onChoose,
}: {
  readonly chosen: ChosenColumns;
  readonly count: number;
  readonly onChoose: () => void;
}) {
  const texts = usePageTexts();
  if (count < 2) return null;
  return (
    <Button type="link" icon={<TableOutlined aria-hidden />} onClick={onChoose}>
      {chosen.isAll ? texts.chooseColumns : texts.chosenOf(chosen.keys.length, count)}
    </Button>
  );
}

function Running({
  button,
  notice: { canAsk, ask },
}: {
  button: UseExportButtonResult;
  notice: EndNotice;
}) {
  const { language } = useLongshore();
  const texts = textsOf(language);
  const pageTexts = usePageTexts();
  const cancel = useConfirmedCancel('export', button.cancel);
  const percent = Math.round((button.share ?? 0) * 1_000) / 10;
  return (
    <div className="export-running">
      <span>{sentenceOf(button.state, language) || texts.registering}</span>
      <span className="icons">
        {canAsk && (
          <Button
            type="text"
            size="small"
            icon={<BellOutlined aria-hidden />}
            aria-label={pageTexts.tellMe}
            title={pageTexts.tellMe}
            onClick={ask}
          />
        )}
        <Button
          type="text"
          size="small"
          icon={<CloseOutlined aria-hidden />}
          aria-label={texts.cancel}
          title={texts.cancel}
          onClick={button.isRunning ? cancel : button.cancel}
          data-main
        />
      </span>
      <Progress
        percent={percent}
        size={{ height: 4 }}
        showInfo={false}
        status="normal"
        aria-label={texts.progress}
      />
    </div>
  );
}

interface RestingProps {
  readonly button: UseExportButtonResult;
  readonly label: string;
  readonly isEmpty: boolean;
  readonly start: (format: ExportFormat) => void;
  readonly onOptions: () => void;
  readonly children: ReactNode;
}

function Resting({ button, label, isEmpty, start, onOptions, children }: RestingProps) {
  const { language } = useLongshore();
  const texts = textsOf(language);
  const pageTexts = usePageTexts();
  const { status, state } = button;
  const isGone = useIsPast(state.taken?.expiresAt ?? null);
  const canStart = button.canStart && !isEmpty;
  const isReady = status === 'ready';
  const { options } = useExportTexts();
  const formats = FORMATS.map((format) => ({
    key: format,
    label: `${pageTexts.exportAs} ${texts.formats[format]}`,
    onClick: () => start(format),
  }));
  const items = [
    ...formats,
    { type: 'divider' as const },
    { key: 'options', label: options, onClick: onOptions },
  ];
  return (
    <>
      {isReady && <Collect button={button} />}
      {!isReady && state.taken !== null && !isGone && (
        <Button type="link" href={state.taken.url} download={state.taken.fileName ?? ''}>
          {texts.downloadAgain(state.taken.fileName)}
        </Button>
      )}
      {children}
      <Space.Compact>
        <Button
          className="export-start"
          type={isReady ? 'default' : 'primary'}
          disabled={!canStart}
          loading={button.isPending}
          onClick={() => start('xlsx')}
          data-main={isReady ? undefined : true}
        >
          {label}
        </Button>
        <Dropdown menu={{ items }} trigger={['click']} disabled={!canStart}>
          <Button
            type={isReady ? 'default' : 'primary'}
            icon={<DownOutlined aria-hidden />}
            aria-label={pageTexts.exportAs}
            disabled={!canStart}
          />
        </Dropdown>
      </Space.Compact>
    </>
  );
}

/** A finished file waits beside the next export, under its own name. */
function Collect({ button }: { button: UseExportButtonResult }) {
  const texts = textsOf(useLongshore().language);
  const fileName = button.state.answer?.fileName ?? '';
  return (
    <>
      <Button type="text" onClick={button.dismiss}>
        {texts.dismiss}
      </Button>
      <Button
        type="primary"
        icon={<DownloadOutlined aria-hidden />}
        title={fileName}
        onClick={button.collect}
        data-main
      >
        {texts.download}
        <span className="file-name">{fileName}</span>
      </Button>
    </>
  );
}

/** What went wrong, and the way on. */
function Trouble({ button }: { button: UseExportButtonResult }) {
  const { language } = useLongshore();
  const texts = textsOf(language);
  const { status, state } = button;
  const sentence = sentenceOf(state, language);
  if (sentence === '' || status === 'running' || status === 'registering' || status === 'ready')
    return null;
  const way = button.mustCheck
    ? { text: texts.tryAgain, act: button.check }
    : { text: texts.dismiss, act: button.dismiss };
  const action =
    status === 'idle' ? null : (
      <Button size="small" onClick={way.act}>
        {way.text}
      </Button>
    );
  return (
    <Alert
      type={status === 'failed' ? 'error' : 'warning'}
      showIcon
      title={sentence}
      action={action}
    />
  );
}

/** The dialog in which a person says how the file of one export is made. */
import type { ExportRequest } from '@longshore/client';
import { textsOf, useLongshore } from '@longshore/client/react';
import type { ExportFormat } from '@longshore/contract/browser';
import { Checkbox, Input, Modal, Radio } from 'antd';
import { useId, useState } from 'react';
import { useExportTexts } from './export-texts.js';
import { number } from './format.js';

export type FileOptions = Pick<ExportRequest, 'format' | 'rowsPerFile' | 'manifest'>;

interface ExportOptionsProps {
  readonly formats: readonly ExportFormat[];
  readonly onStart: (options: FileOptions) => void;
  readonly onClose: () => void;
}

/** The rows of a sheet below its header. */
const ONE_SHEET = 1_048_575;

/** Opened anew each time: an export without the dialog is as the type says. */
export function ExportOptions({ formats, onStart, onClose }: ExportOptionsProps) {
  const texts = useExportTexts();
  const shared = textsOf(useLongshore().language);
  const [format, setFormat] = useState<ExportFormat>('xlsx');
  const [rows, setRows] = useState('');
  const [manifest, setManifest] = useState(false);
  const [manifestId, inputId, rowsId] = [useId(), useId(), useId()];
  const isWrong = format === 'zip' && !isRowCount(rows);
  const start = () => {
    onStart({
      format,
      ...(format === 'zip' && rows !== '' && { rowsPerFile: Number(rows) }),
      ...(manifest && { manifest }),
    });
    onClose();
  };
  return (
    <Modal
      open
      title={texts.title}
      okText={texts.start}
      okButtonProps={{ disabled: isWrong }}
      cancelText={texts.close}
      onOk={start}
      onCancel={onClose}
    >
      <div className="export-options">
        <Radio.Group
          aria-label={texts.format}
          value={format}
          options={formats.map((one) => ({ value: one, label: shared.formats[one] }))}
          onChange={({ target }) => setFormat(target.value)}
        />
        {format === 'zip' && (
          <div className="rows-per-file">
            <label htmlFor={inputId}>{texts.rowsPerFile}</label>
            <Input
              id={inputId}
              inputMode="numeric"
              value={rows}
              status={isWrong ? 'error' : ''}
              aria-describedby={rowsId}
              aria-invalid={isWrong}
              onChange={({ target }) => setRows(target.value.trim())}
            />
            <span className="soft" id={rowsId}>
              {isWrong ? texts.rowsPerFileWrong(number(ONE_SHEET)) : texts.rowsPerFileHint}
            </span>
          </div>
        )}
        <div>
          <Checkbox
            checked={manifest}
            aria-describedby={manifestId}
            onChange={({ target }) => setManifest(target.checked)}
          >
            {texts.manifest}
          </Checkbox>
          <div className="soft" id={manifestId}>
            {texts.manifestHint}
          </div>
        </div>
      </div>
    </Modal>
  );
}

const isRowCount = (text: string): boolean =>
  text === '' || (/^[1-9]\d*$/.test(text) && Number(text) <= ONE_SHEET);

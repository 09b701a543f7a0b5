/** The page that every type has: a table of what its export holds, its export, and its import. */
import { UploadOutlined } from '@ant-design/icons';
import { useLongshore } from '@longshore/client/react';
import type { TypeInfo } from '@longshore/contract/browser';
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { BatchRuns } from './batch-runs.js';
import { ExportAction } from './export-action.js';
import { dateTime, day, decimal, type Reader } from './format.js';
import { ImportModal } from './import-modal.js';
import { Notice } from './notice.js';
import { type Read, type RowsPage, type ShownCell, useRows } from './page-api.js';
import { PageHead } from './page-head.js';
import { type TypeEntry, titleOfEntry } from './registered-types.js';
import { type RowsColumn, RowsTable } from './rows-table.js';
import { type PageTexts, usePageTexts } from './texts.js';

const SIZE = 20;
const NO_PARAMS = {};

interface TypePageProps {
  readonly entry: TypeEntry;
  /** Null: the sentence that fits what the type offers. */
  readonly hint: string | null;
}

export function TypePage({ entry, hint }: TypePageProps) {
  const texts = usePageTexts();
  const { language } = useLongshore();
  const [page, setPage] = useState(1);
  const rows = useRows(
    entry.export === undefined
      ? null
      : { type: entry.type, params: NO_PARAMS, offset: (page - 1) * SIZE, limit: SIZE },
  );
  const hasFiles = entry.export !== undefined || entry.import !== undefined;
  return (
    <>
      <PageHead title={titleOfEntry(entry, language)} hint={hint ?? hintOf(entry, texts)}>
        {entry.import !== undefined && <ImportAction info={entry.import} onSaved={rows.refetch} />}
        {entry.export !== undefined && <ExportAll type={entry.type} rows={rows} />}
      </PageHead>
      {entry.batch !== undefined && <BatchRuns type={entry.type} />}
      {hasFiles && entry.export === undefined && (
        <div className="card">
          <Notice text={texts.importOnly} />
        </div>
      )}
      {entry.export !== undefined && (
        <ExportedRows info={entry.export} rows={rows} page={page} onPage={setPage} />
      )}
    </>
  );
}

function hintOf(entry: TypeEntry, texts: PageTexts): string {
  if (entry.export === undefined && entry.import === undefined) return texts.batchHint;
  if (entry.import === undefined) return texts.exportHint;
  return entry.export === undefined ? texts.importHint : texts.bothHint;
}

function ExportAll({ type, rows }: { type: string; rows: Read<RowsPage> }) {
  const texts = usePageTexts();
  const total = rows.data?.total;
  return (
    <ExportAction
      type={type}
      params={NO_PARAMS}
      label={total ? texts.exportAll(total) : texts.exportPlain}
      isEmpty={total === 0}
    />
  );
}

function ImportAction({ info, onSaved }: { info: TypeInfo; onSaved: () => void }) {
  const texts = usePageTexts();
  const { language } = useLongshore();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button icon={<UploadOutlined aria-hidden />} onClick={() => setOpen(true)}>
        {texts.import}
      </Button>
      <ImportModal
        type={info.type}
        title={texts.importTitle(info.title[language])}
        open={isOpen}
        onClose={() => setOpen(false)}
        onSaved={onSaved}
      />
    </>
  );
}

interface ExportedRowsProps {
  readonly info: TypeInfo;
  readonly rows: Read<RowsPage>;
  readonly page: number;
  readonly onPage: (page: number) => void;
}

function ExportedRows({ info, rows, page, onPage }: ExportedRowsProps) {
  const texts = usePageTexts();
  const { language, client } = useLongshore();
  const { timeZone } = client;
  const columns = useMemo(
    () => info.columns.map((column) => columnOf(column, { language, timeZone })),
    [info, language, timeZone],
  );
  return (
    <RowsTable
      rows={rows}
      rowKey={null}
      paging={{ page, size: SIZE }}
      columns={columns}
      empty={texts.noRows}
      onChange={({ current = 1 }) => onPage(current)}
    />
  );
}

function columnOf(
  { key, title, kind, isDay }: TypeInfo['columns'][number],
  reader: Reader,
): RowsColumn {
  const isNumber = kind === 'number' || kind === 'integer';
  const show = (value: ShownCell) => {
    if (value === null) return '–';
    if (kind === 'number' && typeof value === 'number') return decimal(value);
    if (kind !== 'date') return String(value);
    return isDay ? day(String(value), reader.language) : dateTime(String(value), reader);
  };
  return {
    key,
    dataIndex: key,
    title: title[reader.language],
    render: show,
    ...(isNumber && { className: 'number' }),
  };
}

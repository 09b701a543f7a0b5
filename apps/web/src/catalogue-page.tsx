/** Products and retail lines: a table of what is saved, its export, and its import. */
import { UploadOutlined } from '@ant-design/icons';
import { useLongshore } from '@longshore/client/react';
import type { Language, TypeInfo } from '@longshore/contract/browser';
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { ExportAction } from './export-action.js';
import { dateTime, decimal, number } from './format.js';
import { ImportModal } from './import-modal.js';
import { type ShownCell, useRows } from './page-api.js';
import { PageHead } from './page-head.js';
import { useType } from './registered-types.js';
import { type RowsColumn, RowsTable } from './rows-table.js';
import { usePageTexts } from './texts.js';

const SIZE = 20;
const NO_PARAMS = {};

export function CataloguePage({ type }: { type: 'products' | 'retail' }) {
  const texts = usePageTexts();
  const [page, setPage] = useState(1);
  const [isImporting, setImporting] = useState(false);
  const rows = useRows({ type, params: NO_PARAMS, offset: (page - 1) * SIZE, limit: SIZE });
  const name = texts.views[type];
  const total = rows.data?.total;
  return (
    <>
      <PageHead title={name} hint={texts.viewHints[type]}>
        <Button icon={<UploadOutlined aria-hidden />} onClick={() => setImporting(true)}>
          {texts.import}
        </Button>
        <ExportAction
          type={type}
          params={NO_PARAMS}
          label={total ? texts.exportAll(number(total)) : texts.exportPlain}
          isEmpty={total === 0}
        />
      </PageHead>
      <RowsTable
        rows={rows}
        rowKey={type === 'products' ? 'sku' : null}
        paging={{ page, size: SIZE }}
        columns={useColumns(type)}
        empty={texts.noRows}
        onChange={({ current = 1 }) => setPage(current)}
      />
      <ImportModal
        type={type}
        title={texts.importTitle(name)}
        open={isImporting}
        onClose={() => setImporting(false)}
        onSaved={rows.refetch}
      />
    </>
  );
}

/** From the executor's own columns; none until they are known. */
function useColumns(type: string): readonly RowsColumn[] {
  const { language } = useLongshore();
  const info = useType('export', type);
  return useMemo(
    () => (info?.columns ?? []).map((column) => columnOf(column, language)),
    [info, language],
  );
}

function columnOf(
  { key, title, kind }: TypeInfo['columns'][number],
  language: Language,
): RowsColumn {
  const isNumber = kind === 'number' || kind === 'integer';
  const show = (value: ShownCell) => {
    if (value === null) return '–';
    if (kind === 'number' && typeof value === 'number') return decimal(value);
    return kind === 'date' ? dateTime(String(value), language) : String(value);
  };
  return {
    key,
    dataIndex: key,
    title: title[language],
    render: show,
    ...(isNumber && { className: 'number' }),
  };
}

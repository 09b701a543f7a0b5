/** Products and retail lines: a table of what is saved, its export, and its import. */
import { UploadOutlined } from '@ant-design/icons';
import { useLongshore } from '@longshore/client/react';
import type { TypeInfo } from '@longshore/contract/words';
import { Button, type TableProps } from 'antd';
import { useMemo, useState } from 'react';
import { ExportAction } from './export-action.js';
import { dateTime, number } from './format.js';
import { ImportModal } from './import-modal.js';
import { type ShownCell, type ShownRow, useRows, useTypes } from './page-api.js';
import { PageHead } from './page-head.js';
import { RowsTable } from './rows-table.js';
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
  const close = () => {
    setImporting(false);
    rows.refetch();
  };
  return (
    <>
      <PageHead title={name} hint={texts.viewHints[type]}>
        <Button icon={<UploadOutlined />} onClick={() => setImporting(true)}>
          {texts.import}
        </Button>
        <ExportAction type={type} params={NO_PARAMS} label={total == null ? texts.exportPlain : texts.exportAll(number(total))} />
      </PageHead>
      <RowsTable
        rows={rows}
        rowKey={type === 'products' ? 'sku' : null}
        paging={{ page, size: SIZE }}
        columns={useColumns(type)}
        empty={texts.noRows}
        onChange={({ current = 1 }) => setPage(current)}
      />
      <ImportModal type={type} title={texts.importTitle(name)} open={isImporting} onClose={close} />
    </>
  );
}

/** From the executor's own columns. */
function useColumns(type: string): NonNullable<TableProps<ShownRow>['columns']> {
  const { language } = useLongshore();
  const { data } = useTypes();
  return useMemo(() => {
    const info = data?.items.find((item) => item.kind === 'export' && item.type === type);
    return (info?.columns ?? []).map((column) => columnOf(column, language));
  }, [data, type, language]);
}

function columnOf({ key, header, kind }: TypeInfo['columns'][number], language: 'en' | 'zh') {
  const isNumber = kind === 'number';
  const show = (value: ShownCell) => {
    if (value === null) return '–';
    return kind === 'date' ? dateTime(String(value), language) : String(value);
  };
  return { key, dataIndex: key, title: header, render: show, ...(isNumber && { align: 'right' as const }) };
}

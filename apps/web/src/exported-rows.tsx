/** The rows that an export would hold, in a table of its columns. */
import { useLongshore } from '@longshore/client/react';
import { inLanguage, type TypeInfo } from '@longshore/contract/browser';
import { useMemo } from 'react';
import { dateTime, day, decimal, type Reader } from './format.js';
import type { Read, RowsPage, ShownCell } from './page-api.js';
import { type RowsColumn, RowsTable } from './rows-table.js';
import { type PageTexts, usePageTexts } from './texts.js';

interface ExportedRowsProps {
  readonly info: TypeInfo;
  readonly rows: Read<RowsPage>;
  readonly paging: { readonly page: number; readonly size: number };
  readonly onPage: (page: number) => void;
  readonly empty: string;
}

export function ExportedRows({ info, rows, paging, onPage, empty }: ExportedRowsProps) {
  const { language, client } = useLongshore();
  const { timeZone } = client;
  const texts = usePageTexts();
  const columns = useMemo(
    () => info.columns.map((column) => columnOf(column, { language, timeZone }, texts)),
    [info, language, timeZone, texts],
  );
  return (
    <RowsTable
      rows={rows}
      rowKey={null}
      paging={paging}
      columns={columns}
      empty={empty}
      onChange={({ current = 1 }) => onPage(current)}
    />
  );
}

function columnOf(
  { key, title, kind, isDay }: TypeInfo['columns'][number],
  reader: Reader,
  texts: PageTexts,
): RowsColumn {
  const isNumber = kind === 'number' || kind === 'integer';
  const show = (value: ShownCell) => {
    if (value === null) return '–';
    if (typeof value === 'boolean') return value ? texts.yes : texts.no;
    if (kind === 'number' && typeof value === 'number') return decimal(value);
    if (kind !== 'date') return String(value);
    return isDay ? day(String(value), reader.language) : dateTime(String(value), reader);
  };
  return {
    key,
    dataIndex: key,
    title: inLanguage(title, reader.language),
    render: show,
    ...(isNumber && { className: 'number' }),
  };
}

/** A table of an export's rows, page by page from the server. */
import type { ClientError } from '@longshore/client';
import { failureSentence, textsOf, useLongshore } from '@longshore/client/react';
import { Button, Skeleton, type TableProps } from 'antd';
import { type LabelledColumn, LabelledTable } from './labelled-table.js';
import { Notice } from './notice.js';
import type { Read, RowsPage, ShownRow } from './page-api.js';
import { usePageTexts } from './texts.js';

interface Paging {
  readonly page: number;
  readonly size: number;
}

export type RowsColumn = LabelledColumn<ShownRow>;

interface RowsTableProps extends Pick<TableProps<ShownRow>, 'rowSelection' | 'onChange'> {
  readonly columns: readonly RowsColumn[];
  readonly rows: Read<RowsPage>;
  /** The column that names a row; null: rows have no name but their place. */
  readonly rowKey: string | null;
  readonly paging: Paging;
  readonly empty: string;
}

export function RowsTable({ rows, rowKey, paging, empty, columns, ...table }: RowsTableProps) {
  const texts = usePageTexts();
  const { data, error, isFetching } = rows;
  if (error !== null) return <Failed rows={rows} error={error} />;
  if (data === undefined || columns.length === 0)
    return <Skeleton active className="card padded" paragraph={{ rows: 9 }} />;
  const { items, total, reachable } = data;
  if (items.length === 0 && paging.page === 1) {
    return (
      <div className="card">
        <Notice text={empty} />
      </div>
    );
  }
  return (
    <>
      <LabelledTable<ShownRow>
        {...table}
        columns={columns}
        dataSource={items.map((item, place) => ({
          ...item,
          key: rowKey === null ? place : (item[rowKey] ?? place),
        }))}
        loading={isFetching && { delay: 200 }}
        pagination={{
          current: paging.page,
          pageSize: paging.size,
          total: Math.min(total ?? 0, reachable),
          ...PAGES,
        }}
      />
      {total !== null && total > reachable && <p className="note">{texts.deepest(reachable)}</p>}
    </>
  );
}

const PAGES = { showSizeChanger: false, responsive: true, showLessItems: true };

function Failed({ rows, error }: { rows: Read<RowsPage>; error: ClientError }) {
  const texts = usePageTexts();
  const sentence = failureSentence(error, textsOf(useLongshore().language));
  return (
    <div className="card">
      <Notice role="alert" text={`${texts.rowsFailed} ${sentence}`}>
        <Button onClick={rows.refetch}>{texts.tryAgain}</Button>
      </Notice>
    </div>
  );
}

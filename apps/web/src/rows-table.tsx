/** A table of an export's rows, page by page from the server. */
import { Button, Table, type TableProps } from 'antd';
import { number } from './format.js';
import { Notice } from './notice.js';
import type { Read, RowsPage, ShownRow } from './page-api.js';
import { usePageTexts } from './texts.js';

interface Paging {
  readonly page: number;
  readonly size: number;
}

interface RowsTableProps extends Pick<TableProps<ShownRow>, 'columns' | 'rowSelection' | 'onChange'> {
  readonly rows: Read<RowsPage>;
  /** The column that names a row; null: rows have no name but their place. */
  readonly rowKey: string | null;
  readonly paging: Paging;
  readonly empty: string;
}

export function RowsTable({ rows, rowKey, paging, empty, ...table }: RowsTableProps) {
  const texts = usePageTexts();
  const { data, error, isFetching, refetch } = rows;
  if (error !== null && data === undefined) {
    return (
      <div className="card">
        <Notice role="alert" text={`${texts.rowsFailed} ${error.message}`}>
          <Button onClick={refetch}>{texts.tryAgain}</Button>
        </Notice>
      </div>
    );
  }
  const total = data?.total ?? 0;
  const reachable = Math.min(total, data?.reachable ?? 0);
  return (
    <>
      <div className="card">
        <Table<ShownRow>
          {...table}
          dataSource={(data?.items ?? []).map((item, place) => ({ ...item, key: rowKey === null ? place : (item[rowKey] ?? place) }))}
          size="middle"
          loading={isFetching && { delay: 200 }}
          locale={{ emptyText: isFetching ? ' ' : <Notice text={empty} /> }}
          pagination={{ current: paging.page, pageSize: paging.size, total: reachable, showSizeChanger: false, responsive: true }}
        />
      </div>
      {total > reachable && <p className="note">{texts.deepest(number(reachable))}</p>}
    </>
  );
}

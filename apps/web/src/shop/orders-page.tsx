/**
 * Orders: filter and order of the table are those of the export, and ticked rows are exported by
 * id.
 */
import { useLongshore } from '@longshore/client/react';
import { Alert, Button } from 'antd';
import { type Key, useMemo } from 'react';
import { ExportAction } from '../export-action.js';
import { dateTime, decimal, type Reader } from '../format.js';
import { useRows } from '../page-api.js';
import { PageHead } from '../page-head.js';
import { useType } from '../registered-types.js';
import { type RowsColumn, RowsTable } from '../rows-table.js';
import { usePageTexts } from '../texts.js';
import { useSearch } from '../use-route.js';
import { useStateOf } from '../use-state-of.js';
import { OrderStatus } from './order-status.js';
import {
  filterOf,
  isPossible,
  type OrdersFilter,
  OrdersFilterBar,
  paramsOf,
} from './orders-filter.js';
import { type OrdersOrder, OrdersSort, orderOf, SORTABLE, searchOf } from './orders-sort.js';
import { useShopTexts } from './shop-texts.js';

const SIZE = 20;
const NOTHING_TICKED: readonly Key[] = [];

export function OrdersPage() {
  const texts = usePageTexts();
  const shop = useShopTexts();
  const title = useOrdersTitle();
  const [search, setSearch] = useSearch();
  const filter = useMemo(() => filterOf(search), [search]);
  const order = useMemo(() => orderOf(search), [search]);
  /** What is ticked must be in sight: rows that another filter leaves out are not exported. */
  const [selected, setSelected] = useStateOf(JSON.stringify(filter), NOTHING_TICKED);
  const [page, setPage] = useStateOf(search.toString(), 1);
  const params = useMemo(() => ({ ...paramsOf(filter), ...order }), [filter, order]);
  const isSound = isPossible(filter);
  const offset = (page - 1) * SIZE;
  const rows = useRows(isSound ? { type: 'orders', params, offset, limit: SIZE } : null);
  const narrow = (next: OrdersFilter) => setSearch({ ...next, ...searchOf(order) });
  const sort = (next: OrdersOrder) => setSearch({ ...filter, ...searchOf(next) });
  const columns = useColumns(order);
  const total = rows.data?.total;
  const all = total ? texts.exportAll(total) : texts.exportPlain;
  return (
    <>
      <PageHead title={title} hint={shop.hints.orders}>
        <ExportAction
          type="orders"
          params={selected.length === 0 ? params : { ids: selected.map(String), ...order }}
          label={selected.length === 0 ? all : texts.exportSelected(selected.length)}
          isEmpty={selected.length === 0 && (total === 0 || !isSound)}
        />
      </PageHead>
      <OrdersFilterBar filter={filter} onChange={narrow} />
      <OrdersSort order={order} onChange={sort} />
      {selected.length > 0 && (
        <Button type="link" className="clear-selection" onClick={() => setSelected([])}>
          {texts.clearSelection}
        </Button>
      )}
      {isSound ? null : <Alert type="warning" showIcon role="alert" title={texts.fromAfterTo} />}
      {isSound && (
        <RowsTable
          rows={rows}
          rowKey="id"
          paging={{ page, size: SIZE }}
          columns={columns}
          empty={shop.noMatch}
          rowSelection={{
            selectedRowKeys: [...selected],
            preserveSelectedRowKeys: true,
            onChange: setSelected,
            getTitleCheckboxProps: () => ({ 'aria-label': texts.selectPage }),
            getCheckboxProps: ({ id }) => ({ 'aria-label': `${texts.selectRow} ${id}` }),
          }}
          onChange={({ current = 1 }, _filters, sorter, { action }) => {
            const { columnKey, order: direction } = [sorter].flat()[0] ?? {};
            if (action === 'sort')
              sort({ orderBy: String(columnKey), descending: direction !== 'ascend' });
            else setPage(current);
          }}
        />
      )}
    </>
  );
}

function useOrdersTitle(): string {
  const { language } = useLongshore();
  return useType('export', 'orders')?.title[language] ?? 'orders';
}

const SHOWN = ['id', 'placedAt', 'customer', 'product', 'quantity', 'amount', 'status'] as const;

/** Of the executor's columns those that people look for; none until they are known. */
function useColumns(order: OrdersOrder): readonly RowsColumn[] {
  const { language, client } = useLongshore();
  const { timeZone } = client;
  const info = useType('export', 'orders');
  return useMemo(() => {
    const titleOf = (key: string) =>
      info?.columns.find((column) => column.key === key)?.title[language] ?? key;
    if (info === undefined) return [];
    return SHOWN.map((key) => ({
      key,
      dataIndex: key,
      title: titleOf(key),
      ...lookOf(key, { language, timeZone }),
      ...sortingOf(key, order),
    }));
  }, [info, language, timeZone, order]);
}

function lookOf(key: (typeof SHOWN)[number], reader: Reader): Partial<RowsColumn> {
  switch (key) {
    case 'placedAt':
      return { render: (value: string) => dateTime(value, reader) };
    case 'product':
      return { ellipsis: true };
    case 'quantity':
      return { className: 'number' };
    case 'amount':
      return { className: 'number', render: decimal };
    case 'status':
      return { render: (label: string) => <OrderStatus label={label} /> };
    default:
      return {};
  }
}

function sortingOf(key: string, { orderBy, descending }: OrdersOrder): Partial<RowsColumn> {
  if (!SORTABLE.includes(key)) return {};
  const sortOrder = descending ? 'descend' : 'ascend';
  return {
    sorter: true,
    sortOrder: key === orderBy ? sortOrder : null,
    sortDirections: ['descend', 'ascend', 'descend'],
  };
}

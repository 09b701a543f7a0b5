/** Orders: the filter of the table is the filter of the export, and ticked rows are exported by id. */

import { useLongshore } from '@longshore/client/react';
import { Button, Input, Select, type TableProps } from 'antd';
import { type Key, useMemo, useState } from 'react';
import { ExportAction } from './export-action.js';
import { dateTime, money, number } from './format.js';
import { type ShownRow, useRows } from './page-api.js';
import { PageHead } from './page-head.js';
import { RowsTable } from './rows-table.js';
import { usePageTexts } from './texts.js';

const SIZE = 20;

/** The label in the workbook, by the value that the query takes. */
const STATUSES = { pending: '待付款', paid: '已付款', shipped: '已发货', completed: '已完成', cancelled: '已取消' } as const;
const ENGLISH: Readonly<Record<string, string>> = {
  ...{ 待付款: 'Awaiting payment', 已付款: 'Paid', 已发货: 'Shipped', 已完成: 'Completed', 已取消: 'Cancelled' },
};
const TONES: Readonly<Record<string, string>> = { 待付款: 'warn', 已付款: 'accent', 已发货: 'accent', 已完成: 'good', 已取消: 'rest' };

interface Filter {
  readonly status?: keyof typeof STATUSES;
  readonly from?: string;
  readonly to?: string;
}

export function OrdersPage() {
  const texts = usePageTexts();
  const [filter, setFilter] = useState<Filter>({});
  const [newestFirst, setNewestFirst] = useState(true);
  const [page, setPage] = useState(1);
  const [selected, setSelected] = useState<readonly Key[]>([]);
  const params = useMemo(() => ({ ...filter, orderBy: 'id', descending: newestFirst }), [filter, newestFirst]);
  const rows = useRows({ type: 'orders', params, offset: (page - 1) * SIZE, limit: SIZE });
  const narrow = (next: Filter) => {
    setFilter(next);
    setPage(1);
  };
  const exported = selected.length === 0 ? params : { ids: selected.map(String), descending: newestFirst };
  const total = rows.data?.total;
  const all = total == null ? texts.exportPlain : texts.exportAll(number(total));
  return (
    <>
      <PageHead title={texts.views.orders} hint={texts.viewHints.orders}>
        <ExportAction type="orders" params={exported} label={selected.length === 0 ? all : texts.exportSelected(selected.length)} />
      </PageHead>
      <Filters filter={filter} onChange={narrow} />
      <RowsTable
        rows={rows}
        rowKey="id"
        paging={{ page, size: SIZE }}
        columns={useColumns(newestFirst)}
        empty={texts.noMatch}
        rowSelection={{
          selectedRowKeys: [...selected],
          preserveSelectedRowKeys: true,
          onChange: setSelected,
          getCheckboxProps: ({ id }) => ({ 'aria-label': `${texts.selectRow} ${id}` }),
        }}
        onChange={({ current = 1 }, _filters, sorter) => {
          setNewestFirst([sorter].flat()[0]?.order !== 'ascend');
          setPage(current);
        }}
      />
    </>
  );
}

function Filters({ filter, onChange }: { filter: Filter; onChange: (filter: Filter) => void }) {
  const texts = usePageTexts();
  const { language } = useLongshore();
  const change = (name: keyof Filter, value: string | undefined) => {
    const { [name]: _before, ...others } = filter;
    onChange(value ? { ...others, [name]: value } : others);
  };
  const options = Object.entries(STATUSES).map(([value, label]) => ({ value, label: language === 'zh' ? label : ENGLISH[label] }));
  return (
    <div className="filters">
      <Select
        aria-label={texts.status}
        allowClear
        placeholder={texts.anyStatus}
        style={{ minWidth: 176 }}
        value={filter.status ?? null}
        options={options}
        onChange={(value) => change('status', value ?? undefined)}
      />
      <label htmlFor="placed-from">
        {texts.from}
        <Input id="placed-from" type="date" value={filter.from ?? ''} onChange={({ target }) => change('from', target.value)} />
      </label>
      <label htmlFor="placed-to">
        {texts.to}
        <Input id="placed-to" type="date" value={filter.to ?? ''} onChange={({ target }) => change('to', target.value)} />
      </label>
      {Object.keys(filter).length > 0 && (
        <Button type="link" onClick={() => onChange({})}>
          {texts.reset}
        </Button>
      )}
    </div>
  );
}

const HEADINGS = {
  en: { id: 'Order', placedAt: 'Placed', customer: 'Customer', product: 'Product', quantity: 'Qty', amount: 'Amount', status: 'Status' },
  zh: { id: '订单号', placedAt: '下单时间', customer: '客户', product: '商品', quantity: '数量', amount: '金额', status: '状态' },
} as const;

function useColumns(newestFirst: boolean): NonNullable<TableProps<ShownRow>['columns']> {
  const { language } = useLongshore();
  return useMemo(() => {
    const column = (key: keyof typeof HEADINGS.en) => ({ key, dataIndex: key, title: HEADINGS[language][key] });
    return [
      { ...column('id'), sorter: true, sortOrder: newestFirst ? 'descend' : 'ascend', sortDirections: ['descend', 'ascend', 'descend'] },
      { ...column('placedAt'), render: (value: string) => dateTime(value, language) },
      column('customer'),
      { ...column('product'), ellipsis: true },
      { ...column('quantity'), align: 'right' },
      { ...column('amount'), align: 'right', render: money },
      { ...column('status'), render: (value: string) => <StatusDot label={value} /> },
    ];
  }, [language, newestFirst]);
}

function StatusDot({ label }: { label: string }) {
  const { language } = useLongshore();
  return (
    <span className="dot" data-tone={TONES[label]}>
      {language === 'zh' ? label : (ENGLISH[label] ?? label)}
    </span>
  );
}

/** What narrows the orders: a status and two days, in the time zone of the task. */

import { useLongshore } from '@longshore/client/react';
import { inLanguage } from '@longshore/contract/browser';
import { Button, Input, Select } from 'antd';
import { ORDER_STATUSES } from './order-status.js';
import { useShopTexts } from './shop-texts.js';

export interface OrdersFilter {
  readonly status?: string;
  /** The first day and the last, `2026-11-21`. */
  readonly from?: string;
  readonly to?: string;
}

const DAY = /^\d{4}-\d\d-\d\d$/;

/** As the address names it; what is no status or day is left out. */
export function filterOf(search: URLSearchParams): OrdersFilter {
  const status = ORDER_STATUSES.find(({ value }) => value === search.get('status'))?.value;
  const days = (['from', 'to'] as const).flatMap((name) => {
    const value = search.get(name) ?? '';
    return DAY.test(value) && !Number.isNaN(Date.parse(value)) ? [[name, value]] : [];
  });
  return { ...(status && { status }), ...Object.fromEntries(days) };
}

/** The first day must not come after the last. */
export const isPossible = ({ from, to }: OrdersFilter): boolean =>
  from === undefined || to === undefined || from <= to;

/** As the export's params: from the beginning of the first day to the end of the last. */
export function paramsOf({ status, from, to }: OrdersFilter): Readonly<Record<string, string>> {
  return {
    ...(status && { status }),
    ...(from && { from }),
    ...(to && { to: dayAfter(to) }),
  };
}

const DAY_MS = 86_400_000;

const dayAfter = (day: string): string =>
  new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 'yyyy-mm-dd'.length);

export function OrdersFilterBar({
  filter,
  onChange,
}: {
  filter: OrdersFilter;
  onChange: (filter: OrdersFilter) => void;
}) {
  const texts = useShopTexts();
  const { language } = useLongshore();
  const change = (name: keyof OrdersFilter, value: string | undefined) => {
    const { [name]: _before, ...others } = filter;
    onChange(value ? { ...others, [name]: value } : others);
  };
  return (
    <div className="filters">
      <Select
        aria-label={texts.status}
        allowClear
        placeholder={texts.anyStatus}
        className="status-filter"
        value={filter.status ?? null}
        options={ORDER_STATUSES.map(({ value, ...names }) => ({
          value,
          label: inLanguage<string>(names, language),
        }))}
        onChange={(value) => change('status', value ?? undefined)}
      />
      <Day name="from" label={texts.from} filter={filter} onChange={change} />
      <Day name="to" label={texts.to} filter={filter} onChange={change} />
      {Object.keys(filter).length > 0 && (
        <Button type="link" onClick={() => onChange({})}>
          {texts.reset}
        </Button>
      )}
    </div>
  );
}

interface DayProps {
  readonly name: 'from' | 'to';
  readonly label: string;
  readonly filter: OrdersFilter;
  readonly onChange: (name: 'from' | 'to', value: string) => void;
}

function Day({ name, label, filter, onChange }: DayProps) {
  const id = `placed-${name}`;
  return (
    <label htmlFor={id}>
      {label}
      <Input
        id={id}
        type="date"
        value={filter[name] ?? ''}
        max={name === 'from' ? filter.to : undefined}
        min={name === 'to' ? filter.from : undefined}
        onChange={({ target }) => onChange(name, target.value)}
      />
    </label>
  );
}

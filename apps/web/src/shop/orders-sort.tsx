/**
 * The order of the orders, as a choice for narrow screens, where the table has no headings to
 * press.
 */
import { Select } from 'antd';
import { useShopTexts } from './shop-texts.js';

export interface OrdersOrder {
  readonly orderBy: string;
  readonly descending: boolean;
}

/** Columns that the export can be ordered by, too. */
export const SORTABLE: readonly string[] = ['id', 'placedAt', 'amount', 'status'];
const NEWEST_FIRST: OrdersOrder = { orderBy: 'id', descending: true };

const CHOICES = ['id', 'amount', 'status'].flatMap((orderBy) => [
  { orderBy, descending: true },
  { orderBy, descending: false },
]);

/** As the address names it: `?sort=amount&direction=up`; nothing is said of the usual order. */
export function orderOf(search: URLSearchParams): OrdersOrder {
  const named = { orderBy: search.get('sort') ?? '', descending: search.get('direction') !== 'up' };
  return SORTABLE.includes(named.orderBy) ? named : NEWEST_FIRST;
}

export const searchOf = ({ orderBy, descending }: OrdersOrder) => ({
  sort: orderBy === NEWEST_FIRST.orderBy && descending ? '' : orderBy,
  direction: descending ? '' : 'up',
});

/** Numbers of orders rise with their time. */
const nameOf = ({ orderBy, descending }: OrdersOrder): string =>
  `${orderBy === 'placedAt' ? 'id' : orderBy} ${descending ? 'down' : 'up'}`;

export function OrdersSort({
  order,
  onChange,
}: {
  order: OrdersOrder;
  onChange: (order: OrdersOrder) => void;
}) {
  const texts = useShopTexts();
  const names: Readonly<Record<string, string>> = texts.sorts;
  return (
    <Select
      aria-label={texts.sort}
      className="narrow-sort"
      value={nameOf(order)}
      options={CHOICES.map((choice) => ({ value: nameOf(choice), label: names[nameOf(choice)] }))}
      onChange={(name: string) =>
        onChange(CHOICES.find((choice) => nameOf(choice) === name) ?? NEWEST_FIRST)
      }
    />
  );
}

/**
 * The states of an order: as the query takes them, and as workbooks have them in each language.
 */

import { useLongshore } from '@longshore/client/react';
import { inLanguage } from '@longshore/contract/browser';

export const ORDER_STATUSES = [
  { value: 'pending', zh: '待付款', en: 'Awaiting payment', tone: 'warn' },
  { value: 'paid', zh: '已付款', en: 'Paid', tone: 'accent' },
  { value: 'shipped', zh: '已发货', en: 'Shipped', tone: 'way' },
  { value: 'completed', zh: '已完成', en: 'Completed', tone: 'good' },
  { value: 'cancelled', zh: '已取消', en: 'Cancelled', tone: 'rest' },
] as const;

/**
 * `label`: as in a workbook of any language; rows of the language before show until others come.
 */
export function OrderStatus({ label }: { label: string }) {
  const { language } = useLongshore();
  const status = ORDER_STATUSES.find(({ zh, en }) => zh === label || en === label);
  return (
    <span className="dot" data-tone={status?.tone ?? 'rest'}>
      {status === undefined ? label : inLanguage<string>(status, language)}
    </span>
  );
}

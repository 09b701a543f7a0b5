/**
 * What the example shop adds to the task centre: its orders page, and icons and hints of its types.
 */
import { DatabaseOutlined, ShopOutlined, ShoppingOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { TypeEntry } from '../registered-types.js';
import { OrdersPage } from './orders-page.js';
import { type ShopTexts, useShopTexts } from './shop-texts.js';

/** The part of a type's page that the shop gives. `page` null: the page that every type has. */
export interface ShopAddition {
  readonly icon: ReactNode;
  readonly hint: string;
  readonly page: ReactNode;
}

/** Params by which the shop's orders are told from another business's type of that name. */
const ORDER_PARAMS = ['from', 'to', 'status', 'ids', 'orderBy', 'descending'];

/** Null for a type that is not the shop's, also where another business has a type of that name. */
export function useShopAdditions(
  entries: readonly TypeEntry[],
): (type: string) => ShopAddition | null {
  const { hints } = useShopTexts();
  const isShop = entries.some(isShopOrders);
  return (type) => (isShop ? additionOf(type, hints) : null);
}

function isShopOrders({ type, export: info }: TypeEntry): boolean {
  const properties = info?.params?.properties;
  if (type !== 'orders' || typeof properties !== 'object' || properties === null) return false;
  return ORDER_PARAMS.every((name) => name in properties);
}

function additionOf(type: string, hints: ShopTexts['hints']): ShopAddition | null {
  switch (type) {
    case 'orders':
      return { icon: <ShoppingOutlined aria-hidden />, hint: hints.orders, page: <OrdersPage /> };
    case 'products':
      return { icon: <ShopOutlined aria-hidden />, hint: hints.products, page: null };
    case 'retail':
      return { icon: <DatabaseOutlined aria-hidden />, hint: hints.retail, page: null };
    default:
      return null;
  }
}

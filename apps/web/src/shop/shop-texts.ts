/** Sentences of the shop's own pages, in en and zh. */
import { useLongshore } from '@longshore/client/react';
import { type InLanguages, inLanguage } from '@longshore/contract/browser';

const en = {
  hints: {
    orders: 'What you filter here is what you export.',
    products: 'Export the catalogue, correct it, import it again.',
    retail: 'Sales lines from workbooks, checked row by row.',
  },
  sort: 'Order of the rows',
  sorts: {
    'id down': 'Newest first',
    'id up': 'Oldest first',
    'amount down': 'Largest amount first',
    'amount up': 'Smallest amount first',
    'status down': 'By status, last to first',
    'status up': 'By status, first to last',
  },
  status: 'Status',
  anyStatus: 'Any status',
  from: 'From',
  to: 'To',
  reset: 'Reset filters',
  noMatch: 'No orders match these filters. Choose others, or reset them.',
};

export type ShopTexts = typeof en;

const zh: ShopTexts = {
  hints: {
    orders: '此处的筛选条件即导出条件。',
    products: '导出商品，修改后再导入。',
    retail: '由工作簿导入的销售明细，逐行校验。',
  },
  sort: '排序',
  sorts: {
    'id down': '最新在前',
    'id up': '最早在前',
    'amount down': '金额从高到低',
    'amount up': '金额从低到高',
    'status down': '状态从后到前',
    'status up': '状态从前到后',
  },
  status: '状态',
  anyStatus: '全部状态',
  from: '从',
  to: '至',
  reset: '清除筛选',
  noMatch: '没有符合条件的订单，请更换或清除筛选条件。',
};

const TEXTS: InLanguages<ShopTexts> = { en, zh };

export const useShopTexts = (): ShopTexts => inLanguage(TEXTS, useLongshore().language);

/** Answers about types, rows and records, as the API gave them. Used by examples.ts. */
export const TypeList = {
  items: [
    {
      kind: 'export',
      type: 'orders',
      title: {
        zh: '订单',
        en: 'Orders',
      },
      columns: [
        {
          key: 'id',
          header: '订单号',
          title: {
            en: 'Order',
            zh: '订单号',
          },
          required: true,
          kind: 'integer',
          isDay: false,
          labels: null,
          labelTitles: null,
          isMasked: false,
        },
        {
          key: 'placedAt',
          header: '下单时间',
          title: {
            en: 'Placed',
            zh: '下单时间',
          },
          required: true,
          kind: 'date',
          isDay: false,
          labels: null,
          labelTitles: null,
          isMasked: false,
        },
      ],
      params: {
        type: 'object',
        properties: {
          status: {
            enum: ['paid'],
          },
        },
      },
      maxUploadBytes: null,
      preview: null,
      mode: null,
      policies: null,
      undo: false,
      mayStart: true,
    },
  ],
};
export const RowsOut = {
  items: [
    {
      id: 1,
      placedAt: '2025-01-01T00:00:43.000Z',
      customer: '黄霞',
      sku: 'P01162',
      product: '智能台灯',
      quantity: 16,
      price: 64.71,
      amount: 1035.36,
      status: 'Completed',
      invoiced: true,
      remark: null,
    },
  ],
  total: 20000,
  reachable: 10000,
};
export const FailedRowsOut = {
  columns: [
    {
      name: '商品编码',
      known: true,
      required: true,
      labels: null,
      masked: false,
    },
    {
      name: '价格',
      known: true,
      required: true,
      labels: null,
      masked: false,
    },
  ],
  items: [
    {
      row: 2,
      cells: {
        商品编码: 'OA-1',
        价格: 'dear',
      },
      issues: [
        {
          column: '价格',
          code: 'not_a_number',
          message: 'must be a number',
          value: 'dear',
        },
      ],
    },
  ],
  nextCursor: null,
  causes: [
    {
      code: 'not_a_number',
      column: '价格',
      value: 'dear',
      message: 'must be a number',
      varies: false,
      rows: 1,
    },
  ],
  otherIssues: 0,
  looked: 1,
  waiting: 1,
  counts: {
    total: 2,
    succeeded: 1,
    failed: 1,
    unprocessed: 0,
  },
};
export const MendRowsOut = {
  state: true,
  message: 'Done: 1 row.',
  taskId: '01a22008-3ede-74c4-b224-9a6e8be9e8cc',
  phase: 'succeeded',
  succeeded: 1,
  failed: 0,
  saved: [
    {
      row: 2,
    },
  ],
  failing: [],
  left: [],
  counts: {
    total: 2,
    succeeded: 2,
    failed: 0,
    unprocessed: 0,
  },
};
export const UndoOut = {
  taskId: '01a22008-39e5-73cb-a3c5-db5bbc94804c',
  rows: 2,
  undoneBy: null,
};
export const PreviewOut = {
  taskId: '01a22008-413d-7001-a2c6-2d6db951c88c',
  undoes: '01a22008-39e5-73cb-a3c5-db5bbc94804c',
  depth: 'differences',
  complete: true,
  stops: false,
  saves: 2,
  counts: {
    total: 2,
    create: 0,
    update: 0,
    same: 0,
    checked: 0,
    remove: 2,
    failed: 0,
  },
  keyColumns: ['SKU'],
  differences: [],
  causes: [],
  otherIssues: 0,
};
export const FailedRecordsOut = {
  items: [],
  nextCursor: null,
};
export const BatchStatisticsOut = {
  type: 'book-payments',
  days: [],
};

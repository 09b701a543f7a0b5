/** The tables that the workbook bench writes and reads: made on the way, the same each time. */

const STATUSES = ['paid', 'shipped', '已取消', 'refunded'];
const FIRST_DAY_MS = Date.UTC(2024, 0, 1);
const REMARK = 'Ring "twice" & leave <parcel> at door ';
const WORDS =
  'the parcel left our warehouse this morning and will arrive within three working days 包裹今早已离开仓库 '.repeat(
    3,
  );

/** @param {number} index */
function uuid(index) {
  const hash = Math.imul(index + 1, 2_654_435_761) >>> 0;
  return `${hash.toString(16).padStart(8, '0')}-4d5e-4f90-8bcd-${index.toString(16).padStart(12, '0')}`;
}

/** Ten columns of the kinds that an order has. */
const mixed = {
  headers: [
    'id',
    'uuid',
    'name',
    'date',
    'amount',
    'open',
    'status',
    'email',
    'quantity',
    'remark',
  ],
  /** Columns that get a date format. */
  dates: [3],
  /** @param {number} index */
  row: (index) => [
    index,
    uuid(index),
    `客户 Customer ${index % 100_000}`,
    new Date(FIRST_DAY_MS + index * 31_000),
    ((index * 37) % 1_000_000) / 100,
    index % 3 === 0,
    STATUSES[index % 4],
    `user${index}@example.com`,
    index % 97,
    REMARK + index,
  ],
};

const one = { headers: ['id'], dates: [], row: (/** @type {number} */ index) => [index] };

const hundred = {
  headers: Array.from({ length: 100 }, (_, column) => `c${column}`),
  dates: [3, 13, 23],
  row: (/** @type {number} */ index) =>
    Array.from({ length: 10 }, (_, group) => mixed.row(index + group)).flat(),
};

const text = {
  headers: Array.from({ length: 5 }, (_, column) => `text ${column}`),
  dates: [],
  row: (/** @type {number} */ index) =>
    Array.from({ length: 5 }, (_, column) => `${index} ${WORDS.slice((index + column) % 90)}`),
};

export const TABLES = { mixed, one, hundred, text };

const BATCH_ROWS = 5_000;

/** @param {typeof mixed} table @param {number} rows */
export async function* batchesOf(table, rows) {
  for (let start = 0; start < rows; start += BATCH_ROWS) {
    yield Array.from({ length: Math.min(BATCH_ROWS, rows - start) }, (_, i) =>
      table.row(start + i),
    );
  }
}

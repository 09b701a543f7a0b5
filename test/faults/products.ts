/** Products of the shop that are imported under faults: rows, the workbook, and what is stored. */
import { makeWorkbook } from '../support/make-workbook.js';
import { query } from '../support/query.js';
import type { System } from '../support/system.js';

/** A category as the table and as workbooks name it. */
export interface Category {
  readonly code: string;
  readonly name: string;
}

export async function firstCategory(system: System): Promise<Category> {
  const [found] = await query<{ code: string; name: string }>(
    system,
    'SELECT code, name FROM categories ORDER BY code LIMIT 1',
  );
  if (found === undefined) throw new Error('the shop has no category');
  return found;
}

const HEADER = ['商品编码', '商品名称', '分类', '价格', '状态'];

/** What a workbook says of its nth product. */
interface Line {
  readonly name: string;
  readonly price: number;
  /** As workbooks name it. */
  readonly category: string;
}

/** A workbook whose products are `<prefix>-0`, `<prefix>-1` and so on. */
export const productsWorkbook = (
  prefix: string,
  rows: number,
  line: (n: number) => Line,
): Promise<Uint8Array> =>
  makeWorkbook([
    HEADER,
    ...Array.from({ length: rows }, (_, n) => {
      const { name, category, price } = line(n);
      return [`${prefix}-${n}`, name, category, price, '上架'];
    }),
  ]);

interface Stored {
  readonly prefix: string;
  readonly category: Category;
  /** How many a workbook of them has. */
  readonly rows: number;
  /** Each so many-th is left out, from the first on. */
  readonly leaveOut: number;
}

/** Stores products named `before` at the price 1. */
export async function storeProducts(
  system: System,
  { prefix, category, rows, leaveOut }: Stored,
): Promise<void> {
  await query(
    system,
    `INSERT INTO products (sku, name, category, price, status)
     SELECT '${prefix}-' || n, 'before', '${category.code}', 1, 1
     FROM generate_series(0, ${rows - 1}) AS n WHERE n % ${leaveOut} <> 0`,
  );
}

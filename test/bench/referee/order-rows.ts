/** The orders as the table has them, and how a referee compares what it read. */
import pg from 'pg';

const LABELS: Readonly<Record<string, string>> = {
  pending: '待付款',
  paid: '已付款',
  shipped: '已发货',
  completed: '已完成',
  cancelled: '已取消',
};
const PAGE = 20_000;

const QUERY = `
  SELECT orders.id, placed_at, customers.name AS customer, sku, products.name AS product, quantity, orders.price, amount, orders.status, invoiced, remark
  FROM orders JOIN customers ON customers.id = customer_id JOIN products USING (sku) WHERE orders.id > $1 ORDER BY orders.id LIMIT ${PAGE}`;

/** Every order as the values of its cells; times as milliseconds. */
export async function* orderRows(databaseUrl: string): AsyncGenerator<readonly unknown[]> {
  const db = new pg.Client({ connectionString: databaseUrl });
  await db.connect();
  for (let after = '0'; ; ) {
    const { rows } = await db.query(QUERY, [after]);
    for (const row of rows) {
      yield [
        Number(row.id),
        row.placed_at.getTime(),
        row.customer,
        row.sku,
        row.product,
        row.quantity,
        Number(row.price),
        Number(row.amount),
        LABELS[row.status],
        row.invoiced,
        row.remark === '' ? null : row.remark,
      ];
    }
    if (rows.length < PAGE) break;
    after = rows.at(-1).id;
  }
  await db.end();
}

const SECOND_MS = 1_000;

/** Excel keeps times as a fraction of a day: equal to the second. */
export function sameCell(expected: unknown, found: unknown, column: number): boolean {
  if (column === 1) return Math.abs(Number(expected) - Number(found)) < SECOND_MS;
  return expected === found;
}

/** Compares row by row; ends the process with 1 at the first difference. */
export async function compare(
  databaseUrl: string,
  found: AsyncIterable<readonly unknown[]> | Iterable<readonly unknown[]>,
): Promise<void> {
  const expected = orderRows(databaseUrl);
  let rows = 0;
  for await (const row of found) {
    const { value } = await expected.next();
    const wrong =
      value?.findIndex(
        (cell: unknown, column: number) => !sameCell(cell, row[column] ?? null, column),
      ) ?? 0;
    if (wrong !== -1)
      return fail(
        `row ${rows + 2}: ${JSON.stringify(value)} in the table, ${JSON.stringify(row)} in the workbook`,
      );
    rows++;
  }
  if (!(await expected.next()).done) return fail(`the workbook ends after ${rows} rows`);
  console.log(`${rows} rows equal`);
}

function fail(message: string): void {
  console.log(message);
  process.exit(1);
}

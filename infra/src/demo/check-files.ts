/**
 * Reads back what came out, independently of who wrote it: the exported orders against figures of
 * the table, the error workbook against what was sent.
 */
import { open } from 'node:fs/promises';
import type { TypeInfo } from '@longshore/contract';
import type { OrderFigures } from '@longshore/shop/figures';
import { type Cell, readXlsx } from '@longshore/workbook';
import { StackError } from '../stack-error.js';

/**
 * Throws StackError when a row is missing, doubled or out of order, or an amount differs from the
 * table's. Resolves with the rows.
 */
export async function checkOrders(
  orders: TypeInfo,
  { file, table }: { file: string; table: OrderFigures },
): Promise<number> {
  const found = await sumFile(orders, file);
  for (const key of ['rows', 'idSum', 'cents'] as const) {
    if (found[key] !== table[key])
      throw new StackError(
        `${file} differs from the table: ${key} is ${found[key]}, not ${table[key]}.`,
      );
  }
  return found.rows;
}

async function sumFile({ columns }: TypeInfo, file: string): Promise<OrderFigures> {
  const [id, amount] = ['id', 'amount'].map((key) =>
    columns.findIndex((column) => column.key === key),
  );
  const sums = { rows: 0, idSum: 0, cents: 0 };
  let lastId = Number.NEGATIVE_INFINITY;
  await eachRow(file, (row) => {
    const orderId = Number(row[id ?? -1]);
    if (!(orderId > lastId))
      throw new StackError(
        `${file}: order ${orderId} follows order ${lastId}: doubled, or out of order.`,
      );
    lastId = orderId;
    sums.rows += 1;
    sums.idSum += orderId;
    sums.cents += Math.round(Number(row[amount ?? -1]) * 100);
  });
  return sums;
}

/** Rows of an error workbook. Throws StackError when one gives no reason in its last column. */
export async function countErrorRows(file: string): Promise<number> {
  let rows = 0;
  await eachRow(file, (row) => {
    if (typeof row.at(-1) !== 'string' || row.length < 2)
      throw new StackError(`${file}: a row gives no reason.`);
    rows += 1;
  });
  return rows;
}

/** All rows of the first sheet, its header first. */
export async function rowsOf(file: string): Promise<Cell[][]> {
  const rows: Cell[][] = [];
  await eachLine(file, (row) => void rows.push(row));
  return rows;
}

/** Every row of the first sheet below its header. */
function eachRow(file: string, onRow: (row: Cell[]) => void): Promise<void> {
  let isHeader = true;
  return eachLine(file, (row) => {
    if (!isHeader) onRow(row);
    isHeader = false;
  });
}

async function eachLine(file: string, onRow: (row: Cell[]) => void): Promise<void> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const readRange = async (start: number, end: number) => {
      const { buffer, bytesRead } = await handle.read(
        Buffer.alloc(end - start),
        0,
        end - start,
        start,
      );
      return buffer.subarray(0, bytesRead);
    };
    const [sheet] = (await readXlsx({ size, readRange })).sheets;
    if (sheet === undefined) throw new StackError(`${file} has no sheet.`);
    for await (const { rows } of sheet.rows()) rows.forEach(onRow);
  } finally {
    await handle.close();
  }
}

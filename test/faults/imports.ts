/** Imports of retail lines whose every row can be found again. */
import { makeWorkbook } from '../support/make-workbook.js';
import { query } from '../support/query.js';
import type { System } from '../support/system.js';

const HEADER =
  'InvoiceNo StockCode Description Quantity InvoiceDate UnitPrice CustomerID Country'.split(' ');
const DATE = new Date(Date.UTC(2026, 0, 31, 12));

interface OwnedTask {
  readonly owner: string;
  readonly taskId: string;
}

/** Each tenth row is refused. */
const REFUSED_EACH = 10;

/** How many of so many rows are saved. */
export const savedOf = (rows: number): number => rows - Math.ceil(rows / REFUSED_EACH);

/** A workbook whose invoices are `<name>-0`, `<name>-1` and so on. */
export const retailWorkbook = (name: string, rows: number): Promise<Uint8Array> =>
  workbookOf(rows, (i) => [`${name}-${i}`, i % REFUSED_EACH === 0 ? -1 : 1]);

/** A workbook whose invoices are `0`, `1` and so on, each of which is refused for its quantity. */
export const failingWorkbook = (rows: number): Promise<Uint8Array> =>
  workbookOf(rows, (i) => [`${i}`, -1]);

const workbookOf = (rows: number, line: (i: number) => [invoice: string, quantity: number]) =>
  makeWorkbook([
    HEADER,
    ...Array.from({ length: rows }, (_, i) => {
      const [invoice, quantity] = line(i);
      return [invoice, 'S', 'some thing', quantity, DATE, 2.5, 17_850, 'France'];
    }),
  ]);

/** Registers the import of such a workbook, for an owner of the same name. */
export async function registerRetail(
  system: System,
  name: string,
  rows: number,
): Promise<OwnedTask> {
  return registerBook(system, name, await retailWorkbook(name, rows));
}

/** Registers the import of a retailWorkbook, for an owner of the given name. */
export async function registerBook(
  system: System,
  owner: string,
  bytes: Uint8Array,
): Promise<OwnedTask> {
  const file = { name: `${owner}.xlsx`, bytes };
  const { body } = await system.registerImport('retail', file, { owner });
  return { owner, taskId: body.taskId };
}

/** Invoices in the table, in all and different ones. */
export async function savedInvoices(system: System): Promise<{ all: number; distinct: number }> {
  const [row] = await query<{ all: string; distinct: string }>(
    system,
    'SELECT count(*) AS all, count(DISTINCT invoice_no) AS distinct FROM retail_lines',
  );
  return { all: Number(row?.all), distinct: Number(row?.distinct) };
}

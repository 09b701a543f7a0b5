/** An upload of retail lines, a tenth of which is refused. */
import { existsSync, readFileSync } from 'node:fs';
import { makeWorkbook } from '../support/make-workbook.js';

const REAL_RETAIL = new URL('../../../shared/data/online-retail-50k.xlsx', import.meta.url);

/** The real workbook where it is, else a small one of the same columns. */
export async function retailWorkbook(): Promise<{ bytes: Uint8Array; rows: number }> {
  if (existsSync(REAL_RETAIL)) return { bytes: readFileSync(REAL_RETAIL), rows: 49_999 };
  console.warn(
    'The Online Retail workbook is not beside the repository (../shared/data): a small one takes its place.',
  );
  const header = [
    'InvoiceNo',
    'StockCode',
    'Description',
    'Quantity',
    'InvoiceDate',
    'UnitPrice',
    'CustomerID',
    'Country',
  ];
  const line = (quantity: number) => [
    '536365',
    '85123A',
    'HOLDER',
    quantity,
    new Date('2010-12-01T08:26:00Z'),
    2.55,
    17_850,
    'France',
  ];
  return {
    bytes: await makeWorkbook([
      header,
      ...Array.from({ length: 300 }, (_, i) => line(i % 10 === 0 ? -1 : i)),
    ]),
    rows: 300,
  };
}

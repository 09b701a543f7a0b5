/** A workbook saved by Excel: numbers and text in one column, missing cells, dates as serials. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { bookSource, type Cell, readXlsx } from './index.js';

const path = fileURLToPath(
  new URL('../../../../shared/data/online-retail-50k.xlsx', import.meta.url),
);
const present = existsSync(path);

test.skipIf(!present)(
  `Excel’s own workbook is read line by line${present ? '' : ' (skipped: shared/data/online-retail-50k.xlsx is not beside the repository)'}`,
  async () => {
    const source = await bookSource(path);
    const book = await readXlsx(source);
    const rows: Cell[][] = [];
    for await (const batch of book.sheets[0]?.rows() ?? []) rows.push(...batch.rows);
    await source.close();
    expect(rows).toHaveLength(50_000);
    expect(rows[0]).toEqual([
      'InvoiceNo',
      'StockCode',
      'Description',
      'Quantity',
      'InvoiceDate',
      'UnitPrice',
      'CustomerID',
      'Country',
    ]);
    expect(rows[1]).toEqual([
      536365,
      '85123A',
      'WHITE HANGING HEART T-LIGHT HOLDER',
      6,
      new Date('2010-12-01T08:26:00Z'),
      2.55,
      17850,
      'United Kingdom',
    ]);
    expect(rows.filter((row) => (row[6] ?? null) === null).length).toBeGreaterThan(1_000);
    expect(rows.slice(1).every((row) => row[4] instanceof Date)).toBe(true);
  },
);

/**
 * The price list of the guided import: products under a title and a header that nobody knows, with
 * every kind of mistake; and its error workbook, as a person corrects it.
 */
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { type Cell, writeXlsx } from '@longshore/workbook';

/** Of the products of the list only. */
export const LIST_PREFIX = 'LIST-';
export const LIST_ROWS = 2_000;
/** Products that the shop has before, half of them with another price. */
export const KNOWN_ROWS = 500;
const BAD_EVERY = 50;
/** Rows of each kind of mistake. */
export const EACH_BAD = LIST_ROWS / BAD_EVERY / 5;

const CATEGORIES = ['图书', '数码', '食品', '家居'] as const;
const HEADER = ['SKU number', 'Name', 'Category', 'Price', 'Status', 'Shelf'];

/** What somebody typed instead. */
export const TYPED = { status: 'on sale!', price: 'about ten' } as const;

/** The products that the shop has before: a list without mistakes. */
export const writeKnownProducts = (file: string): Promise<void> =>
  writeRows(file, [
    ['SKU', ...HEADER.slice(1, 5)],
    ...Array.from({ length: KNOWN_ROWS }, (_, i) => known(i + 1)),
  ]);

/** The list, as a supplier sends it. */
export const writePriceList = (file: string): Promise<void> =>
  writeRows(file, [
    ['Price list of the supplier, valid from 1 December'],
    HEADER,
    ...Array.from({ length: LIST_ROWS }, (_, i) => [...listed(i + 1), `shelf ${i % 40}`]),
  ]);

function known(n: number): Cell[] {
  const sku = `${LIST_PREFIX}${String(n).padStart(4, '0')}`;
  const status = n % 2 === 0 ? 'On sale' : 'Off sale';
  return [sku, `Product ${n}`, CATEGORIES[n % CATEGORIES.length] ?? null, 1 + n / 100, status];
}

function listed(n: number): Cell[] {
  const [sku = null, name = null, category = null, price = null, status = null] = known(n);
  if (n % BAD_EVERY !== 0)
    return [sku, name, category, n % 4 === 0 ? Number(price) + 0.5 : price, status];
  const mistakes: readonly Cell[][] = [
    [sku, name, category, price, TYPED.status],
    [sku, name, category, TYPED.price, status],
    [null, name, category, price, status],
    [sku, name, 'no such category', price, status],
    [sku, name, category, -1, status],
  ];
  return mistakes[(n / BAD_EVERY) % mistakes.length] ?? [];
}

/** Writes an error workbook again, with what a person corrects in it. */
export const writeCorrected = (file: string, [header = [], ...rows]: Cell[][]): Promise<void> => {
  const at = (name: string) => header.indexOf(name);
  const corrected = rows.map((row, i) => {
    const fixed = [...row];
    fixed[at('SKU number')] ??= `${LIST_PREFIX}new-${i}`;
    if (row[at('Category')] === 'no such category') fixed[at('Category')] = '图书';
    if (Number(row[at('Price')]) < 0) fixed[at('Price')] = 1;
    return fixed;
  });
  return writeRows(file, [header, ...corrected]);
};

const writeRows = (file: string, [header = [], ...rows]: readonly Cell[][]): Promise<void> =>
  pipeline(
    writeXlsx([
      {
        name: 'Products',
        columns: header.map((cell) => ({ header: String(cell ?? '') })),
        rows: (async function* () {
          yield [...rows];
        })(),
      },
    ]),
    createWriteStream(file),
  );

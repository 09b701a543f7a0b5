import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refusedColumns } from './refused-columns.js';

const serverError = (code: string, fields: { column?: string; detail?: string }) =>
  Object.assign(new Error('x'), { severity: 'ERROR', code, ...fields });

describe('refusedColumns', () => {
  it.each([
    ['Key (sku)=(a) already exists.', ['sku']],
    ['键值"(shop, sku)=(1, a)" 已经存在', ['shop', 'sku']],
    ['Key ("Order ""no""", "名")=(1, a) already exists.', ['Order "no"', '名']],
    ['Key (lower(sku))=(a) already exists.', []],
    [`Key (shop, COALESCE(sku, 'none'::text))=(1, a) already exists.`, []],
  ])('reads the key of %s', (detail, columns) => {
    expect(refusedColumns(serverError('23505', { detail }))).toEqual(columns);
  });

  it('takes the column that the server names', () => {
    const fields = { column: 'price', detail: 'Failing row contains (a, null).' };
    expect(refusedColumns(serverError('23502', fields))).toEqual(['price']);
  });

  it('never takes a value for a column', () => {
    const property = fc.property(
      fc.string({ unit: fc.constantFrom(...`()="'., \nab`) }),
      (value) => {
        const key = { detail: `Key (sku)=(${value}) already exists.` };
        expect(refusedColumns(serverError('23505', key))).toEqual(['sku']);
        const row = { detail: `Failing row contains (x (secret)=(1), ${value}).` };
        expect(refusedColumns(serverError('23514', row))).toEqual([]);
      },
    );
    fc.assert(property);
  });
});

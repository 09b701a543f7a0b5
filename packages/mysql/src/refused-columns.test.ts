import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refusedColumns } from './refused-columns.js';

const FOREIGN_KEY =
  'Cannot add or update a child row: a foreign key constraint fails (`d`.`t`, CONSTRAINT `t_ibfk_1` FOREIGN KEY (`shop`, `sku`) REFERENCES `item` (`a`, `b`))';

describe('refusedColumns', () => {
  it.each([
    [1048, `Column 'price' cannot be null`, ['price']],
    [1263, `Column set to default value; NULL supplied to NOT NULL column 'a' at row 2`, ['a']],
    [1264, `Out of range value for column 'a' at row 1`, ['a']],
    [1364, `Field 'b' doesn't have a default value`, ['b']],
    [1366, "Incorrect integer value: 'x' for column `d`.`t`.`名` at row 1", ['名']],
    [1406, `Data too long for column 'sku' at row 12`, ['sku']],
    [1452, FOREIGN_KEY, ['shop', 'sku']],
    [4025, 'CONSTRAINT `line.price` failed for `d`.`line`', ['price']],
    [4025, 'CONSTRAINT `line.price` failed for `d`.`other`', []],
    [4025, 'CONSTRAINT `dear` failed for `d`.`line`', []],
    [1062, `Duplicate entry 'a' for key 'sku'`, []],
    [1048, `Spalte 'price' darf nicht NULL sein`, []],
  ])('reads %i: %s', (number, message, columns) => {
    expect(refusedColumns(number, message)).toEqual(columns);
  });

  it('never takes a value for a column', () => {
    const property = fc.property(fc.string({ unit: fc.constantFrom(...`'\`., \nab`) }), (value) => {
      const message = `Incorrect integer value: '${value} for column 'secret' at row 1' for column \`d\`.\`t\`.\`a\` at row 1`;
      expect(refusedColumns(1366, message)).toEqual(['a']);
    });
    fc.assert(property);
  });
});

import { expect, test } from 'vitest';
import { MergedCells } from './merged-cells.js';

const XML = Buffer.from(
  '<sheetProtection/><mergeCells count="3"><mergeCell ref="A1:B2"/><x:mergeCell other="1" ref=\'C1:C9\' /><mergeCell ref="D4:E5"/></mergeCells><x>mergeCell ref="Z1:Z2"</x>',
);

test('ranges are counted, wherever the bytes are cut', () => {
  for (let size = 1; size <= XML.length; size += 1) {
    const merged = new MergedCells();
    for (let at = 0; at < XML.length; at += size) merged.feed(XML.subarray(at, at + size));
    expect([size, merged.count, merged.first]).toEqual([size, 3, 'A1:B2']);
  }
});

test('a sheet may have none', () => {
  const merged = new MergedCells();
  merged.feed(Buffer.from('<pageMargins/></worksheet>'));
  expect([merged.count, merged.first]).toEqual([0, null]);
});

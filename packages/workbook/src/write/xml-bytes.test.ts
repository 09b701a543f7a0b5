import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PIECES_IN_USE } from '../zip/deflate-pieces.js';
import { PIECE_BYTES, XmlBytes } from './xml-bytes.js';

function written(write: (out: XmlBytes) => void): string {
  const out = new XmlBytes();
  write(out);
  return out.take().toString();
}

test('a number is told in digits that give it back', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.integer().map((value) => value / 100),
      ),
      (value) => {
        expect(Number(written((out) => out.number(value)))).toBe(value + 0);
      },
    ),
  );
});

test.each([
  ['a & b < c > "d"', 'a &amp; b &lt; c &gt; &quot;d&quot;'],
  ['中é👩', '中é👩'],
  ['\r\n\t', '&#13;\n\t'],
  ['\u0000\ufffe\ud800', '_x0000__xFFFE__xD800_'],
  ['_x0041_ _x_ _', '_x005F_x0041_ _x_ _'],
])('%j is escaped', (text, xml) => {
  expect(written((out) => out.text(text))).toBe(xml);
});

test('the longest text of the longest escapes fits behind a full piece', () => {
  const text = '\u0001'.repeat(32_767);
  const out = new XmlBytes();
  out.put(Buffer.alloc(PIECE_BYTES - 1, 'x'));
  out.text(text);
  expect(out.full).toBe(true);
  expect(out.take().length).toBe(PIECE_BYTES - 1 + 7 * text.length);
});

test('a piece stays as it is while the next ones are made', () => {
  const out = new XmlBytes();
  const pieces = Array.from({ length: PIECES_IN_USE }, (_, i) => {
    out.digits(i);
    return out.take();
  });
  expect(pieces.map(String)).toEqual(pieces.map((_, i) => String(i)));
});

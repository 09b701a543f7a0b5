/** File names of any script in a header. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentDisposition } from './content-disposition.js';

/** Both forms as RFC 6266 and RFC 8187 read them. */
function parse(header: string): { ascii: string; name: string } {
  const match =
    /^attachment; filename="([\x20-\x21\x23-\x7e]*)"; filename\*=UTF-8''([A-Za-z0-9!#$&+.^_`|~%-]*)$/.exec(
      header,
    );
  if (match === null) throw new Error(`not a header: ${header}`);
  return { ascii: match[1] ?? '', name: decodeURIComponent(match[2] ?? '') };
}

test.each([
  ['orders.xlsx', 'orders.xlsx'],
  ['订单 2024年.xlsx', '_ 2024_.xlsx'],
  ["R&D's +1 (a*b).csv", "R&D's +1 (a*b).csv"],
  ['50% "off".csv', '50_ _off_.csv'],
])('%s is saved under its own name, and as %s by old clients', (fileName, ascii) => {
  expect(parse(contentDisposition(fileName))).toEqual({ ascii, name: fileName });
});

test('every name gives a well-formed header that keeps what a file name may have', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), (fileName) => {
      expect(parse(contentDisposition(fileName)).name).toBe(fileName.replace(/[\p{Cc}/\\]/gu, '_'));
    }),
  );
});

test.each([
  ['a\r\nSet-Cookie: x.csv', 'a__Set-Cookie: x.csv'],
  ['../../etc/passwd', '.._.._etc_passwd'],
  ['half \ud83d of a character', 'half _ of a character'],
  ['', 'download'],
])('%j becomes %j', (fileName, saved) => {
  expect(parse(contentDisposition(fileName)).name).toBe(saved);
});

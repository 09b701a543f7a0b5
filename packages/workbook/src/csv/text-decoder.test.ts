import { expect, test } from 'vitest';
import { HIGH_CONTROLS } from './single-byte-pages.js';
import { textDecoder } from './text-decoder.js';

const bytes = (start: number, end: number) =>
  Uint8Array.from({ length: end - start }, (_, index) => start + index);

test.each(Object.entries(HIGH_CONTROLS))('%s: the 32 bytes 80-9F on this Node', (page, table) => {
  expect([...table]).toHaveLength(32);
  for (const fatal of [false, true])
    expect(textDecoder(page, fatal).decode(bytes(0x80, 0xa0))).toBe(table);
});

test.each([
  ['windows-1250', 0xb9, 'ąş»'],
  ['windows-1251', 0xe0, 'абв'],
  ['windows-1252', 0xe0, 'àáâ'],
  ['windows-1253', 0xe1, 'αβγ'],
  ['windows-1254', 0xfd, 'ışÿ'],
  ['windows-1257', 0xe0, 'ąįā'],
  ['macintosh', 0x80, 'ÄÅÇ'],
  ['ibm850', 0x80, 'Çüé'],
  ['CP850', 0xfd, '²■\u00a0'],
  ['iso-8859-1', 0x80, '€\x81‚'],
  ['koi8-r', 0xc0, 'юаб'],
])('%s from byte %i reads %j', (label, start, text) => {
  expect(textDecoder(label, true).decode(bytes(start, start + 3))).toBe(text);
});

test('gbk, gb2312 and gb18030 are one decoder, with the euro sign', () => {
  for (const label of ['gbk', 'GB2312', 'gb18030'])
    expect(textDecoder(label, true).decode(Buffer.from('80d6d0a2e3', 'hex'))).toBe('€中€');
});

test('a character cut between pieces is read, and bytes that are not valid are refused', () => {
  const decoder = textDecoder('gb18030', true);
  const text = decoder.decode(Buffer.from('d6', 'hex'), { stream: true });
  expect(text + decoder.decode(Buffer.from('d0', 'hex'), { stream: true })).toBe('中');
  expect(() => textDecoder('windows-1253', true).decode(bytes(0xd2, 0xd3))).toThrow();
});

test('an unknown label is refused', () => {
  expect(() => textDecoder('klingon', false)).toThrow(
    expect.objectContaining({ code: 'bad_options' }),
  );
});

/** Values as PostgreSQL reads them, a column or a few in each row; the others are NULL. */
const texts = [
  '',
  ' ',
  ' outer spaces ',
  '中文 é 👩‍👩‍👧',
  `a & b < c > d "e" 'f'`,
  'tab\there',
  'line\nbreak',
  'carriage\r\nreturn',
  'back\\slash \\N \\t',
  '\\N',
  '_x0041_',
  'under_score_x',
  'bell\u0007',
  'not a character \ufffe\uffff\uffff',
  '\uffef first byte of it',
  '=1+1',
  'x'.repeat(32_767),
  '中'.repeat(32_767),
];
const numbers = [
  '0',
  '-0',
  '1',
  '-1.50',
  '0.10',
  '12345678901234.5',
  '123456789012345',
  '1234567890123456',
  '-0.000001',
  '00012',
  'NaN',
];
const roughs = [
  '0',
  '-0',
  '0.1',
  '1e300',
  '-2.5e-7',
  'Infinity',
  '-Infinity',
  'NaN',
  '123456789012345680000',
];
const days = [
  '2024-02-29',
  '1899-12-31',
  '1900-01-01',
  '1900-03-01',
  '9999-12-31',
  '0044-03-15 BC',
  'infinity',
];
const times = [
  '2024-02-29 23:59:59.999999+00',
  '2026-11-21 09:38:05.123+08',
  '1850-06-01 12:00:00+00',
  '1900-01-01 00:00:00+00',
];

export const ROWS: readonly Readonly<Record<string, string>>[] = [
  ...texts.map((note) => ({ note, secret: note.slice(0, 40) })),
  ...numbers.map((exact) => ({ exact })),
  ...roughs.map((rough) => ({ rough })),
  ...['0', '-7', '9007199254740993', '-9223372036854775808', '999999999999999'].map((big) => ({
    big,
    code: '12',
  })),
  ...['t', 'f'].map((flag) => ({ flag })),
  ...days.map((day) => ({ day })),
  ...times.map((at) => ({ at, wall: at.replace(/[+].*/, '') })),
  ...['paid', 'shipped', 'of no label', ''].map((status) => ({ status })),
  ...['1', '2', '9'].map((grade) => ({ grade, padded: 'ab' })),
];

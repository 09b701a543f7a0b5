import { rowIssueSentence } from '@longshore/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { columnsOf } from './columns-of.js';
import { parseNumber } from './parse-number.js';
import { createEvidence } from './text-evidence.js';
import { validateRow } from './validate-row.js';

const formsOf = (...texts: string[]) => {
  const evidence = createEvidence();
  for (const text of texts) evidence.observe(text);
  return evidence.decide();
};
const read = (texts: string[]) => texts.map((text) => parseNumber(text, formsOf(...texts)));
const unclear = (text: string) => ({ problem: 'ambiguous_number', text });

describe('the decimal sign of a file', () => {
  it.each([
    '1,5',
    '0,125',
    '012,345',
    ',5',
    '12,34',
    '1,2345',
    '1234,567',
    '1.234,5',
    '1.234,567',
    '1.234.567',
    '1 234,567',
    "1'234,567",
    '-1,5',
    '(1,5)',
    '12,5 €',
    '１，５',
    '1,23E+05',
  ])('%s proves the comma', (text) => {
    expect(formsOf(text)).toEqual({ decimal: ',', isAmbiguous: false });
  });

  it.each([
    '1.5',
    '0.125',
    '.5',
    '1234.567',
    '1,234.5',
    '1,234.567',
    '1,234,567',
    '1 234.567',
    '¥1.50',
    '１．５',
    '1.234e3',
  ])('%s proves the point', (text) => {
    expect(formsOf(text)).toEqual({ decimal: '.', isAmbiguous: false });
  });

  it.each([
    '1,234',
    '1.234',
    '¥123,456',
    '12',
    '1 234',
    '1e3',
    '1,23,456',
    '1,5 kg',
    '1.5.2026',
    'x',
    '',
  ])('%s proves nothing', (text) => {
    expect(formsOf(text)).toEqual({ decimal: null, isAmbiguous: false });
  });

  it('is neither when both are proven, in any order', () => {
    for (const texts of [
      ['1.5', '2.5', '1,5'],
      ['1,5', '1.5'],
      ['1.5', '1.234.567'],
    ])
      expect(formsOf(...texts)).toEqual({ decimal: null, isAmbiguous: true });
  });
});

describe('numbers under the decimal sign of their file', () => {
  it('are read as the file proves', () => {
    expect(read(['2,750', '0,125', '1.234', '7'])).toEqual([2.75, 0.125, 1234, 7]);
    expect(read(['2,750', '0.125', '1.234', '7'])).toEqual([2750, 0.125, 1.234, 7]);
    expect(read(['1,234', '€ 1.234.567,5', '(1,234)', '12,345%'])).toEqual([
      1.234, 1234567.5, -1.234, 0.12345,
    ]);
  });

  it('with no proof are plain notation, or refused when a comma could be either', () => {
    expect(read(['1,234', '1.234', '12'])).toEqual([unclear('1,234'), 1.234, 12]);
    expect(read(['¥1.234'])).toEqual([unclear('¥1.234')]);
  });

  it('in a file that contradicts itself are read where they mean one thing', () => {
    expect(read(['1,5', '1.5', '1,234', '1.234', '1,234.5', '1 234'])).toEqual([
      1.5,
      1.5,
      unclear('1,234'),
      unclear('1.234'),
      1234.5,
      1234,
    ]);
  });

  it('follow a sign that was said, and are no numbers under the other', () => {
    const point = { decimal: '.', isAmbiguous: false } as const;
    const comma = { decimal: ',', isAmbiguous: false } as const;
    const texts = ['1,234', '1.234', '1,5', '1.5', '12'];
    expect(texts.map((text) => parseNumber(text, point))).toEqual([1234, 1.234, '1,5', 1.5, 12]);
    expect(texts.map((text) => parseNumber(text, comma))).toEqual([1.234, 1234, 1.5, '1.5', 12]);
  });

  const signs = fc.constantFrom(
    { decimal: '.', group: ',' },
    { decimal: '.', group: '' },
    { decimal: ',', group: '.' },
    { decimal: ',', group: ' ' },
    { decimal: ',', group: '' },
  );

  it('come back from either sign, with groups or without, beside one proof', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -1e10, max: 1e10 }), fc.nat(6)), { minLength: 1 }),
        signs,
        (numbers, { decimal, group }) => {
          const values = numbers.map(([digits, places]) => Number(`${digits}e-${places}`));
          const texts = numbers.map(([digits, places]) => {
            const plain = Number(`${digits}e-${places}`).toFixed(places);
            const [whole = '', fraction] = plain.split('.');
            const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
            return fraction === undefined ? grouped : grouped + decimal + fraction;
          });
          const forms = formsOf(...texts, `1${decimal}5`);
          expect(forms).toEqual({ decimal, isAmbiguous: false });
          expect(texts.map((text) => Number(parseNumber(text, forms)) + 0)).toEqual(
            values.map((value) => value + 0),
          );
        },
      ),
    );
  });

  it('never become another number than one of their readings', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[0-9.,]{1,9}$/)), (texts) => {
        const forms = formsOf(...texts);
        for (const text of texts) {
          const number = parseNumber(text, forms);
          if (typeof number !== 'number') continue;
          expect([
            Number(text.replaceAll(',', '')),
            Number(text.replaceAll('.', '').replace(',', '.')),
          ]).toContain(number);
        }
      }),
    );
  });
});

it('an ambiguous number is refused with both readings, in the language of the person', () => {
  const row = z.object({ price: z.number(), pieces: z.int().nullable() });
  const columns = columnsOf(row);
  const input: Record<string, unknown> = {};
  for (const column of columns) input[column.key] = column.fromCell('1,234');
  const issues = (language: 'en' | 'zh') => {
    const checked = validateRow({ row, columns }, input, { row: 2 });
    return checked.valid
      ? []
      : checked.issues.map((issue) => [issue.code, rowIssueSentence(issue, language)]);
  };
  const en = ['ambiguous_number', '1,234 can mean 1234 or 1.234; say options.decimal'];
  expect(issues('en')).toEqual([en, en]);
  expect(issues('zh')[0]).toEqual([
    'ambiguous_number',
    '1,234 可以是 1234 或 1.234；请用 options.decimal 指明小数点',
  ]);
});

it('an ambiguous date is refused with both readings, in the language of the person', () => {
  const row = z.object({ day: z.date() });
  const columns = columnsOf(row);
  const input = { day: columns[0]?.fromCell('01/02/2026') };
  const issues = (language: 'en' | 'zh') => {
    const checked = validateRow({ row, columns }, input, { row: 2 });
    return checked.valid
      ? []
      : checked.issues.map((issue) => [issue.code, rowIssueSentence(issue, language)]);
  };
  expect(issues('en')).toEqual([
    ['ambiguous_date', '01/02/2026 can mean 2026-02-01 or 2026-01-02; say options.dateOrder'],
  ]);
  expect(issues('zh')).toEqual([
    [
      'ambiguous_date',
      '01/02/2026 可以是 2026-02-01 或 2026-01-02；请用 options.dateOrder 指明年月日的顺序',
    ],
  ]);
});

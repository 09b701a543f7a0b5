import { LANGUAGES } from '@longshore/contract';
import { describe, expect, expectTypeOf, it } from 'vitest';
import * as z from 'zod';
import { BusinessError } from './business-error.js';
import type { Column } from './column.js';
import { columnsOf } from './columns-of.js';
import { labels } from './labels.js';

const SALE = [
  { code: 1, zh: '上架', en: 'On sale' },
  { code: 0, zh: '下架', en: 'Off' },
] as const;

function columnOf(schema: z.ZodType): Column {
  const [column] = columnsOf(z.object({ it: schema }));
  if (column === undefined) throw new Error('no column');
  return column;
}

/** What the schema makes of a cell. */
const read = (schema: z.ZodType, cell: string) =>
  z.safeParse(schema, columnOf(schema).fromCell(cell)).data;

describe('labels by language', () => {
  it('go out in the language of the task, in the order they were declared', () => {
    const column = columnOf(labels(SALE).nullable());
    expect(column.labels).toEqual(['上架', '下架']);
    expect(column.in('zh').labels).toEqual(['上架', '下架']);
    expect(column.in('en').labels).toEqual(['On sale', 'Off']);
    expect([1, 0, null, 7].map(column.in('en').toCell)).toEqual(['On sale', 'Off', null, '7']);
    expect([1, 0].map(column.in('en').in('zh').toCell)).toEqual(['上架', '下架']);
  });

  it('are read in every language, whatever their case, width and blanks', () => {
    const schema = labels(SALE);
    const texts = ['上架', 'On sale', 'ON  SALE', ' on\u00a0sale\u200b', 'Ｏｎｓａｌｅ', '上 架'];
    for (const language of LANGUAGES)
      for (const text of texts) {
        const cell = columnOf(schema).in(language).fromCell(text);
        expect(schema.parse(cell), `${text} under ${language}`).toBe(1);
      }
    expect(read(schema, 'Off')).toBe(0);
    expect(read(schema, 'Offf')).toBeUndefined();
  });

  it('take codes from their properties: numbers, booleans and texts', () => {
    const title = { zh: '是', en: 'Yes' };
    const other = { zh: '否', en: 'No' };
    const numbers = labels({ 1: title, '-2': other });
    expect([read(numbers, 'yes'), read(numbers, '否')]).toEqual([1, -2]);
    expectTypeOf<z.output<typeof numbers>>().toEqualTypeOf<1 | -2>();
    const booleans = labels({ true: title, false: other });
    expect([read(booleans, 'yes'), read(booleans, '否')]).toEqual([true, false]);
    expectTypeOf<z.output<typeof booleans>>().toEqualTypeOf<boolean>();
    const texts = labels({ paid: title, '007': other });
    expect([read(texts, 'yes'), read(texts, '否')]).toEqual(['paid', '007']);
    expectTypeOf<z.output<typeof texts>>().toEqualTypeOf<'paid' | '007'>();
    const listed = labels([
      { code: '1', ...title },
      { code: false, ...other },
    ]);
    expect([read(listed, 'yes'), read(listed, '否')]).toEqual(['1', false]);
    expectTypeOf<z.output<typeof listed>>().toEqualTypeOf<'1' | false>();
  });

  it('may be the same text in two languages', () => {
    const schema = labels({ gold: { zh: 'VIP', en: 'VIP' }, none: { zh: '无', en: 'None' } });
    expect(['vip', 'none'].map((text) => read(schema, text))).toEqual(['gold', 'none']);
  });

  it('refuse labels of two codes that read the same, and blank ones', () => {
    const wrong = [
      () => labels({ Paid: 1, 'ＰＡＩＤ ': 2 }),
      () => labels([...SALE, { code: 2, zh: '停售', en: 'on Sale' }]),
      () => labels([...SALE, { code: 2, zh: 'Off', en: 'Out' }]),
      () => labels([{ code: 1, zh: ' ', en: 'One' }]),
      () => labels([...SALE, { code: 1, zh: '一', en: 'One' }]),
      () => columnOf(z.enum(['m', 'M'])),
    ];
    for (const define of wrong) expect(define).toThrow(BusinessError);
    expect(wrong[1]).toThrow('"on Sale" of the code 2 reads as a label of 1');
    expect(wrong[5]).toThrow('the column "it": the label "M"');
  });
});

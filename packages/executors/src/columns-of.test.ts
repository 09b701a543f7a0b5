import type { Cell } from '@longshore/database';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { columnsIn, columnsOf, headerKey } from './columns-of.js';
import { labels } from './labels.js';

const columnOf = (schema: z.ZodType) => {
  const [column] = columnsOf(z.object({ it: schema }));
  if (column === undefined) throw new Error('no column');
  return column;
};

describe('columnsOf', () => {
  it('reads header, aliases, format and width from the meta, under any wrapper', () => {
    const plain = z.string().meta({ header: '编码', aliases: ['SKU'], width: 12 });
    const expected = {
      key: 'it',
      header: '编码',
      aliases: ['SKU'],
      width: 12,
      format: null,
      kind: 'text',
    };
    for (const schema of [
      plain,
      plain.optional(),
      plain.nullable(),
      plain.default('x'),
      plain.min(2),
      plain.readonly(),
    ])
      expect(columnOf(schema)).toMatchObject(expected);
    expect(columnOf(plain.optional().meta({ header: 'Code' }))).toMatchObject({
      ...expected,
      header: 'Code',
    });
    expect(columnOf(z.number())).toMatchObject({
      header: 'it',
      aliases: [],
      kind: 'number',
      width: null,
    });
  });

  it('is called by its header, and in pages by the title of their language', () => {
    expect(columnOf(z.string().meta({ header: '编码' })).title).toEqual({ en: '编码', zh: '编码' });
    expect(columnOf(z.string().meta({ header: '编码', titles: { en: 'Code' } })).title).toEqual({
      en: 'Code',
      zh: '编码',
    });
  });

  it('has the title of a language as its header there, and is found by all its headers', () => {
    const column = columnOf(
      z.string().meta({ header: 'sku', titles: { en: 'Code', zh: '编码' }, aliases: ['SKU no'] }),
    );
    const heads = [column, column.in('en'), column.in('zh'), column.in('zh').in('en')];
    expect(heads.map(({ header }) => header)).toEqual(['sku', 'Code', '编码', 'Code']);
    for (const { header, aliases } of heads)
      expect([header, ...aliases].sort()).toEqual(['Code', 'SKU no', 'sku', '编码']);
    expect(
      columnOf(z.string().meta({ header: 'sku', titles: { en: 'Code' } })).in('zh'),
    ).toMatchObject({ header: 'sku', aliases: ['Code'] });
  });

  it('has one key for all ways to write a header, marks of required columns included', () => {
    const ways = [
      'Article code',
      'ARTICLE CODE*',
      ' ａｒｔｉｃｌｅ　ｃｏｄｅ＊',
      'article\u00a0code\u200b',
      '* Article\nCode',
    ];
    expect(new Set(ways.map(headerKey))).toEqual(new Set(['articlecode']));
    const row = z.object({
      code: z.string().meta({ header: '编码', titles: { en: 'Article code' } }),
    });
    for (const language of ['en', 'zh'] as const) {
      const [column] = columnsIn(columnsOf(row), language);
      const keys = [column?.header ?? '', ...(column?.aliases ?? [])].map(headerKey);
      expect(keys.sort()).toEqual(['articlecode', '编码']);
    }
  });

  it('is found in an import by its title in any language', () => {
    const meta = { header: '编码', titles: { en: 'Code', zh: '编码' }, aliases: ['Code', 'SKU'] };
    expect(columnOf(z.string().meta(meta)).aliases).toEqual(['Code', 'SKU']);
  });

  it('knows kinds and labels', () => {
    const kinds = [
      z.string(),
      z.email(),
      z.int(),
      z.number().int(),
      z.number(),
      z.boolean(),
      z.date(),
      z.enum(['a']),
      labels({ a: 1 }),
    ].map((schema) => columnOf(schema).kind);
    expect(kinds).toEqual([
      'text',
      'text',
      'integer',
      'integer',
      'number',
      'boolean',
      'date',
      'label',
      'label',
    ]);
    expect(columnOf(labels({ 上架: 1, 下架: 0 }).optional()).labels).toEqual(['上架', '下架']);
  });

  it('knows what is required', () => {
    const schemas = [
      z.string(),
      z.string().optional(),
      z.string().nullable(),
      z.string().default('x'),
      z.string().nullish(),
    ];
    expect(schemas.map((schema) => columnOf(schema).required)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it('refuses what no cell can hold, naming the column and what to take instead', () => {
    for (const schema of [
      z.array(z.string()),
      z.object({}),
      z.bigint(),
      z.literal(1),
      z.coerce.number(),
      z.string().transform(Number),
      z.union([z.string(), z.int()]),
      z.any(),
    ]) {
      expect(() => columnOf(schema)).toThrow(/the column "it" is .*z\.string\(\)/);
    }
    expect(() =>
      columnOf(
        z
          .string()
          .optional()
          .refine(async () => true),
      ),
    ).toThrow('asynchronous');
    expect(() => columnsOf(z.object({}))).toThrow('no property');
  });

  it('refuses two columns with one header, also by alias, case or space', () => {
    const twice =
      (a: string, b: string, aliases: string[] = []) =>
      () =>
        columnsOf(
          z.object({
            a: z.string().meta({ header: a }),
            b: z.string().meta({ header: b, aliases }),
          }),
        );
    for (const shared of [
      twice('Name', 'Name'),
      twice('Unit Price', 'unitprice'),
      twice('Name', 'Title', ['NAME']),
      twice('Unit Price', 'ＵｎｉｔＰｒｉｃｅ＊'),
    ])
      expect(shared).toThrow('"a" and "b" share the header');
    expect(twice('Name', 'Title', ['title'])).not.toThrow();
  });

  it('refuses a word in .meta() that nobody reads, and headers that nobody can read', () => {
    const of = (meta: Record<string, unknown>) => () =>
      columnsOf(z.object({ price: z.number().meta(meta) }));
    expect(of({ heder: 'Price' })).toThrow(
      'the column "price": .meta() knows no heder; it knows header, titles, aliases',
    );
    expect(of({ description: 'What it costs', title: 'Price', deprecated: true })).not.toThrow();
    for (const meta of [{ header: '' }, { titles: { zh: ' ' } }, { aliases: [''] }])
      expect(of(meta)).toThrow('the column "price" has an empty header');
  });

  it('gives columns of any name, rows being no place for a prototype', () => {
    expect(
      columnsOf(z.object({ ['__proto__']: z.string(), constructor: z.string() })).map(
        ({ header }) => header,
      ),
    ).toEqual(['__proto__', 'constructor']);
  });
});

describe('fromCell', () => {
  const from = (schema: z.ZodType, ...cells: Cell[]) =>
    cells.map((cell) => columnOf(schema).fromCell(cell));

  it('gives text columns text', () => {
    expect(from(z.string(), 536365, '85123A', ' x ', true, new Date('2026-01-31'))).toEqual([
      '536365',
      '85123A',
      ' x ',
      'TRUE',
      '2026-01-31',
    ]);
  });

  it('finds labels whatever their case and width, and passes on others', () => {
    expect(from(z.enum(['On', 'Off']), 'on', ' ＯＦＦ ', 'out', 5)).toEqual([
      'On',
      'Off',
      'out',
      '5',
    ]);
  });

  it('makes a blank what the schema takes for nothing', () => {
    expect(from(z.string(), null, ' ')).toEqual([undefined, undefined]);
    expect(from(z.string().nullable(), null)).toEqual([null]);
    expect(from(z.string().nullish(), null)).toEqual([undefined]);
  });

  it('passes a cell error on', () => {
    expect(from(z.string(), { error: '#N/A' })).toEqual([{ error: '#N/A' }]);
  });
});

describe('toCell', () => {
  const to = (schema: z.ZodType, ...values: unknown[]) =>
    values.map((value) => columnOf(schema).toCell(value));

  it('gives nothing for null, undefined and empty text', () => {
    expect(to(z.string().nullish(), null, undefined, '')).toEqual([null, null, null]);
  });

  it('makes numbers of numeric text where no digit is lost', () => {
    expect(to(z.number(), '12.50', '-0.001', '123456789012345.6', 7, 5n)).toEqual([
      12.5,
      -0.001,
      '123456789012345.6',
      7,
      5,
    ]);
  });

  it('keeps the digits of a decimal, as a number where a double has all of them', () => {
    const decimal = z.string().meta({ numeric: true, format: '0.00' });
    const texts = ['1.50', '12345678901234567890.10', '123456.0000000000', 'NaN'];
    expect(to(decimal, ...texts)).toEqual([1.5, texts[1], 123456, 'NaN']);
    expect(columnOf(decimal.nullable())).toMatchObject({ kind: 'decimal', format: '0.00' });
    expect(() => columnOf(z.number().meta({ numeric: true }))).toThrow('for z.string() alone');
  });

  it('shows labels for codes', () => {
    expect(to(labels({ 上架: 1, 下架: 0 }), 1, 0, 2)).toEqual(['上架', '下架', '2']);
  });

  it('goes back through a codec of the user', () => {
    const cents = z.codec(z.number(), z.int(), {
      decode: (price) => Math.round(price * 100),
      encode: (value) => value / 100,
    });
    expect(to(cents, 1250)).toEqual([12.5]);
  });

  it('keeps dates, and reads those that come as text', () => {
    const date = new Date('2026-01-31T08:05:00Z');
    expect(to(z.date(), date, '2026-01-31T08:05:00Z', 'soon')).toEqual([date, date, 'soon']);
  });
});

describe('labels', () => {
  it('refuses none, and two for one code', () => {
    expect(() => labels({})).toThrow('at least one');
    expect(() => labels({ a: 1, b: 1 })).toThrow('share a code');
  });
});

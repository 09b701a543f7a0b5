import { describe, expect, test } from 'vitest';
import {
  fieldsOf,
  labelOf,
  missingOf,
  type ParamSchema,
  paramsOf,
  titleOf,
} from './param-fields.js';

const DAY: ParamSchema = { type: 'string', format: 'date' };
const MOMENT: ParamSchema = { type: 'string', format: 'date-time' };

const fieldOf = (schema: ParamSchema, required: readonly string[] = []) => {
  const [field] = fieldsOf({ properties: { it: schema }, required });
  if (field === undefined) throw new Error('unreachable: one property, one field');
  return field;
};
const parsed = (schema: ParamSchema, text: string) => paramsOf([fieldOf(schema)], { it: text }).it;

describe('a field', () => {
  test.each<[string, ParamSchema]>([
    ['text', { type: 'string' }],
    ['number', { type: 'integer', minimum: 1 }],
    ['number', { type: ['number', 'null'] }],
    ['switch', { type: 'boolean', default: false }],
    ['choice', { type: 'boolean' }],
    ['choice', { type: 'string', enum: ['a', 'b'] }],
    ['choice', { anyOf: [{ const: 1 }, { const: 2 }] }],
    ['choice', { anyOf: [{ enum: ['a'] }, { type: 'null' }] }],
    ['choices', { type: 'array', items: { enum: ['a', 'b'] } }],
    ['lines', { type: 'array', items: { type: 'string' } }],
    ['day', DAY],
    ['day', { anyOf: [DAY, MOMENT] }],
    ['moment', MOMENT],
    ['json', { type: 'object' }],
    ['json', {}],
  ])('is a %s for %j', (control, schema) => {
    expect(fieldOf(schema).control).toBe(control);
  });

  test('is named by language, else by its title, else by its own name', () => {
    const titled = fieldOf({ type: 'string', title: 'It', titles: { zh: '它' } });
    expect(titleOf(titled, 'zh')).toBe('它');
    expect(titleOf(titled, 'en')).toBe('It');
    expect(titleOf({ name: 'orderBy', schema: {} }, 'en')).toBe('Order by');
  });

  test('names its values by language, also those of a list', () => {
    const labels = { 1: { en: 'On sale', zh: '上架' } };
    expect(labelOf(fieldOf({ enum: [1], labels }), 1, 'zh')).toBe('上架');
    const list = fieldOf({ type: 'array', items: { enum: [1], labels } });
    expect(labelOf(list, 1, 'en')).toBe('On sale');
    expect(labelOf(list, 2, 'en')).toBeUndefined();
  });
});

describe('params', () => {
  test.each<[unknown, ParamSchema, string]>([
    [7, { type: 'integer' }, '7'],
    ['7x', { type: 'integer' }, '7x'],
    [false, { type: 'boolean', default: true }, 'false'],
    [false, { type: 'boolean' }, 'false'],
    [2, { enum: [1, 2] }, '2'],
    [['a', 'b'], { type: 'array', items: { enum: ['a', 'b'] } }, 'a\nb'],
    [[1, 2], { type: 'array', items: { type: 'number' } }, '1\n\n2 '],
    [['01'], { type: 'array', items: { type: 'string' } }, '01'],
    ['2026-11-27', DAY, '2026-11-27'],
    [{ a: 1 }, { type: 'object' }, '{"a":1}'],
    ['{"a":', { type: 'object' }, '{"a":'],
    [' x', { type: 'string' }, ' x'],
  ])('hold %j for %j', (value, schema, text) => {
    expect(parsed(schema, text)).toEqual(value);
  });

  test('hold the moment that the wall clock of the browser says', () => {
    const value = parsed(MOMENT, '2026-11-27T08:30');
    expect(value).toBe(new Date(2026, 10, 27, 8, 30).toISOString());
  });

  test('leave out what is empty, and name what is missing', () => {
    const fields = fieldsOf({
      properties: { from: DAY, name: { type: 'string' } },
      required: ['name'],
    });
    expect(paramsOf(fields, { from: '', name: ' ' })).toEqual({});
    expect(missingOf(fields, { from: '' }).map(({ name }) => name)).toEqual(['name']);
  });
});

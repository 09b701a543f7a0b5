import { expect, it } from 'vitest';
import * as z from 'zod';
import { columnNote } from './column-note.js';
import { columnsIn, columnsOf } from './columns-of.js';
import { labels } from './labels.js';

const row = z.object({
  count: z.int(),
  status: labels({ 1: { zh: '上架', en: 'On sale' }, 2: { zh: '下架', en: 'Off' } }).optional(),
  place: z.enum(Array.from({ length: 30 }, (_, i) => `Place ${i}`)),
});

const notes = (language: 'en' | 'zh') =>
  columnsIn(columnsOf(row), language).map((column) => columnNote(column, language));

it('says in the language whether a column must be filled, and what it takes', () => {
  const [count, status, place] = notes('en');
  expect(count).toBe('Required\nWhole number');
  expect(status).toBe('Optional\nOne of the list\nAllowed: On sale, Off');
  expect(place).toMatch(/Place 18, Place 19, …$/);
  expect(notes('zh').slice(0, 2)).toEqual(['必填\n整数', '选填\n从列表中选择\n可选值：上架、下架']);
});

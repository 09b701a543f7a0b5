import { describe, expect, it } from 'vitest';
import { parseBoolean } from './parse-boolean.js';

describe('parseBoolean', () => {
  it('takes either language, and 1 and 0', () => {
    expect(['TRUE', 'yes', '是', 1, '１', 'Y'].map(parseBoolean)).toEqual([
      true,
      true,
      true,
      true,
      true,
      true,
    ]);
    expect(['False', 'no', '否', 0, '0', 'n'].map(parseBoolean)).toEqual([
      false,
      false,
      false,
      false,
      false,
      false,
    ]);
    for (const cell of ['maybe', 2, true]) expect(parseBoolean(cell)).toBe(cell);
  });
});

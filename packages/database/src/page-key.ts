/** Keys that JSON can hold, so that another process can go on behind them. */
import type { Digits, Key } from './page-by-page.js';
import type { PageKey } from './pages.js';

const DIGITS = /^-?\d+(\.\d+)?$/;

/** Digits go into statements as they are, so nothing else passes for digits. */
export const isDigits = (value: unknown): value is Digits =>
  typeof value === 'object' &&
  value !== null &&
  'digits' in value &&
  typeof value.digits === 'string' &&
  DIGITS.test(value.digits);

/** Whether JSON gives every value of the key back as it was. */
export const isPageKey = (key: Key): key is PageKey => key.every(isPlain);

const isPlain = (value: unknown): boolean =>
  typeof value === 'string' ||
  typeof value === 'boolean' ||
  (typeof value === 'number' && Number.isFinite(value) && !Object.is(value, -0)) ||
  isDigits(value);

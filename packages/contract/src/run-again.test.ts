import { expect, test } from 'vitest';
import { canRunAgain } from './run-again.js';

test.each([
  ['import', 'failed', 'missing_columns', false],
  ['import', 'failed', 'pdf_file', false],
  ['import', 'failed', 'attempts_exhausted', true],
  ['import', 'failed', null, true],
  ['import', 'cancelled', null, true],
  ['import', 'expired', null, true],
  ['import', 'partial', null, false],
  ['import', 'running', null, false],
  ['export', 'failed', 'too_many_rows', true],
] as const)('%s, %s, %s: %s', (kind, phase, code, helps) => {
  expect(canRunAgain({ kind, phase, error: code === null ? null : { code } })).toBe(helps);
});

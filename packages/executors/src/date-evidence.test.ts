import { expect, test } from 'vitest';
import { createDateEvidence } from './date-evidence.js';

function orderOf(texts: readonly string[]) {
  const evidence = createDateEvidence();
  for (const text of texts) evidence.observe(text);
  return evidence.decide();
}

test.each([
  [['01/02/2026', '31/01/2026'], 'dmy'],
  [['1/2/2026', '1/31/2026 10:20'], 'mdy'],
  [['３１．１．２０２６'], 'dmy'],
  [['31/01/2026', '01/31/2026'], null],
  [['01/02/2026', '05/05/2026'], null],
  [['2026-01-31', '2026/31/01', 'soon', '31/01', ''], null],
] as const)('%j prove %j', (texts, order) => {
  expect(orderOf(texts)).toBe(order);
});

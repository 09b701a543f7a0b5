/** How a report of vitest becomes a line of docs/compatibility.md. */
import { expect, test } from 'vitest';
import { resultOf } from './suite.js';

const file = (name: string, status: string, message: string, tests: Record<string, string>) => ({
  name: `/clone/packages/${name}`,
  status,
  message,
  assertionResults: Object.entries(tests).map(([fullName, ended]) => ({ fullName, status: ended })),
});

test('counts tests that passed and failed, without those left out on purpose', () => {
  const whole = file('a.test.ts', 'passed', '', { one: 'passed', two: 'skipped' });
  const part = file('b.test.ts', 'failed', '', { three: 'passed', four: 'failed' });
  expect(resultOf([whole, part])).toEqual({ passed: 2, all: 3, failed: ['four'] });
});

test('counts the tests of a file that broke off, and names it', () => {
  const hooks = file('a.test.ts', 'failed', 'no bucket', { one: 'skipped', two: 'skipped' });
  const imports = file('b.test.ts', 'failed', 'no module', {});
  expect(resultOf([hooks, imports])).toEqual({
    passed: 0,
    all: 2,
    failed: ['a.test.ts broke off no bucket', 'b.test.ts broke off no module'],
  });
});

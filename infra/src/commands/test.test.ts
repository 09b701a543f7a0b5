import { expect, test } from 'vitest';
import { lastLine } from './test.js';

const file = (status: string, ...assertions: string[]) => ({ status, assertionResults: assertions.map((each) => ({ status: each })) });

test('counts what passed and what failed', () => {
  const report = { numPassedTests: 3, numFailedTests: 1, testResults: [file('passed', 'passed'), file('failed', 'failed', 'passed')] };
  expect(lastLine(report, 1)).toBe('3 passed, 1 failed');
});

test('a file that cannot be loaded counts as a failure', () => {
  expect(lastLine({ numPassedTests: 3, numFailedTests: 0, testResults: [file('failed')] }, 1)).toBe('3 passed, 1 failed');
});

test('a run that ended badly never says that nothing failed', () => {
  expect(lastLine({ numPassedTests: 3, numFailedTests: 0, testResults: [] }, 1)).toBe('3 passed, 1 failed');
  expect(lastLine(null, 130)).toBe('0 passed, 1 failed');
});

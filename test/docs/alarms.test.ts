/** The page of alarms names each cause with its severity, and each variable with its default. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALARM_CAUSES } from '@longshore/contract';
import { expect, test } from 'vitest';
import { ROOT, textOf } from '../support/markdown.js';

const rows = textOf('docs/alarms.md')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split(' | '));
const ENVIRONMENT = join(ROOT, 'packages/process/src/alarm-environment.ts');

test('every cause stands there, with its severity', () => {
  const told = rows.filter(([, severity = '']) => /^(warning|error|critical)$/.test(severity));
  expect(told.map(([cause = '', severity]) => [cause.replace(/[|` ]/g, ''), severity])).toEqual(
    Object.entries(ALARM_CAUSES).map(([cause, { severity }]) => [cause, severity]),
  );
});

test('every variable stands there', () => {
  const read = [...readFileSync(ENVIRONMENT, 'utf8').matchAll(/^ {2}(ALARM_\w+): /gm)];
  const named = rows.flatMap(([name = '']) => [...name.matchAll(/`(ALARM_\w+)`/g)]);
  expect(named.map(([, name]) => name)).toEqual(read.map(([, name]) => name));
});

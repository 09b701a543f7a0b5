/** The page of promises names every fault that holds them, and none that is not there. */
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { textOf } from '../support/markdown.js';

const FAULTS = new URL('../faults/faults/', import.meta.url);

const played = readdirSync(FAULTS).map((file) => file.replace(/\.ts$/, ''));
const promises = textOf('docs/promises.md')
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .slice(1)
  .map((line) => line.split('|').map((cell) => cell.trim()));
const named = promises.flatMap(([, , , faults = '']) => [...faults.matchAll(/`([^`]+)`/g)]);
const names = new Set(named.map(([, name = '']) => name));

test.each(promises)('%s%s names what it rests on, and a fault', (_, promise, ground, faults) => {
  expect(promise).not.toBe('');
  expect(ground).not.toBe('');
  expect(faults).toMatch(/^`[a-z-]+`/);
});

test('every fault of the suite holds a promise', () => {
  expect(played.filter((name) => !names.has(name))).toEqual([]);
});

test('every fault that is named is there', () => {
  expect([...names].filter((name) => !played.includes(name))).toEqual([]);
});

import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { sourceLine } from './source-line.js';

const FOLDER = fileURLToPath(new URL('./', import.meta.url));

test('the line is that of the first cause, in the files of the business', () => {
  const cause = new Error('the first');
  const error = new Error('what was being done', { cause });
  expect(sourceLine(error, FOLDER)).toMatch(/^source-line\.test\.ts:8:\d+$/);
});

test('a frame of a method, of a bare path and of a module is read', () => {
  const withStack = (frame: string) =>
    Object.assign(new Error('x'), { stack: `Error: x\n${frame}` });
  for (const frame of [
    '    at Orders.rows (file:///srv/shop/orders.js:3:7)',
    '    at /srv/shop/orders.js:3:7',
    '    at async rows (/srv/shop/orders.js:3:7)',
  ])
    expect(sourceLine(withStack(frame), '/srv/shop/')).toBe('orders.js:3:7');
});

test('neither packages, nor Node, nor a thrown text has a line', () => {
  const stack = [
    'Error: x',
    '    at query (/srv/shop/node_modules/pg/lib/client.js:1:2)',
    '    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
  ].join('\n');
  expect(sourceLine(Object.assign(new Error('x'), { stack }), '/srv/shop/')).toBeUndefined();
  expect(sourceLine('thrown text', '/srv/shop/')).toBeUndefined();
});

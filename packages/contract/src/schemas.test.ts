import { expect, test } from 'vitest';
import { GetTaskStatusIn, RegisterExportIn, TaskListQuery } from './index.js';

test('an export states its type; the rest has defaults', () => {
  expect(RegisterExportIn.parse({ type: 'orders' })).toEqual({
    type: 'orders',
    params: {},
    format: 'xlsx',
  });
});

test.each([
  [{}, 'type'],
  [{ type: 'Orders!' }, 'type'],
  [{ type: 'orders', format: 'pdf' }, 'format'],
  [{ type: 'orders', fileName: '../../etc/passwd' }, 'fileName'],
  [{ type: 'orders', fileName: 'a\r\nb' }, 'fileName'],
  [{ type: 'orders', params: [] }, 'params'],
])('%j is refused at %s', (body, path) => {
  const { error } = RegisterExportIn.safeParse(body);
  expect(error?.issues[0]?.path).toEqual([path]);
});

test('an unknown field is refused, never ignored', () => {
  expect(RegisterExportIn.safeParse({ type: 'orders', parms: {} }).success).toBe(false);
});

test('a task is asked for by id or by type, and the kind defaults to export', () => {
  expect(GetTaskStatusIn.parse({ type: 'orders' })).toEqual({ kind: 'export', type: 'orders' });
  expect(
    GetTaskStatusIn.safeParse({ taskId: '0193e1a0-0000-7000-8000-000000000000' }).success,
  ).toBe(true);
  expect(GetTaskStatusIn.safeParse({ taskId: 'x' }).success).toBe(false);
  expect(GetTaskStatusIn.safeParse({}).success).toBe(false);
});

test('a list is bounded', () => {
  expect(TaskListQuery.parse({}).limit).toBe(20);
  expect(TaskListQuery.safeParse({ limit: '1000' }).success).toBe(false);
});

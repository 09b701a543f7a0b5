/** A task to register in tests; each call is another owner unless one is given. */
import { randomUUID } from 'node:crypto';
import type { NewTask } from '../src/task.js';

export const newTask = (given: Partial<NewTask> = {}): NewTask => ({
  owner: `owner-${randomUUID()}`,
  kind: 'export',
  type: 'orders',
  params: { from: '2026-01-01' },
  format: 'xlsx',
  fileName: null,
  language: 'en',
  upload: null,
  ...given,
});

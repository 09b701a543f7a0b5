/** A task to register in tests; each call is another owner unless one is given. */
import { randomUUID } from 'node:crypto';
import type { NewBatch, NewExport, NewImport, NewRoutine, NewTask } from '../src/task.js';

/** An export, unless the kind is given. */
export type GivenTask =
  | Partial<NewExport>
  | (Partial<NewImport> & { readonly kind: 'import' })
  | (Partial<NewBatch> & { readonly kind: 'batch' })
  | (Partial<NewRoutine> & { readonly kind: 'routine' });

export function newTask(given?: Partial<NewExport>): NewExport;
export function newTask(given: GivenTask): NewTask;
export function newTask(given: GivenTask = {}): NewTask {
  const common = {
    owner: `owner-${randomUUID()}`,
    type: 'orders',
    language: 'en',
    timeZone: 'UTC',
  } as const;
  if (given.kind === 'import')
    return {
      ...common,
      languages: ['en'],
      options: {},
      upload: { key: 'uploads/1/original', name: 'orders.xlsx', sizeBytes: 1 },
      ...given,
      kind: 'import',
    };
  if (given.kind === 'batch')
    return { ...common, params: {}, batchNo: null, only: null, ...given, kind: 'batch' };
  if (given.kind === 'routine')
    return {
      ...common,
      run: { runId: randomUUID(), tick: 0, instance: null, madeBy: 'clock', isCatchUp: false },
      ...given,
      kind: 'routine',
    };
  return {
    ...common,
    params: { from: '2026-01-01' },
    format: 'xlsx',
    fileName: null,
    ...given,
    kind: 'export',
  };
}

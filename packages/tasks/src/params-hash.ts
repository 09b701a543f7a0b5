/** Whether two registrations ask for the same: a hash over their canonical JSON. */
import { createHash } from 'node:crypto';
import { askedFor } from './kind-fields.js';
import type { NewTask } from './task.js';

export const paramsHash = (task: NewTask): string => bodyHash(askedFor(task));

/** The same for equal values, whatever the order of their keys. */
export const bodyHash = (value: object): string =>
  createHash('sha256').update(canonicalJson(value)).digest('base64url');

/** JSON whose objects have their keys sorted, at every depth. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isObject(inner) ? sortedByKey(inner) : inner,
  );
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A null prototype and defined entries keep keys such as `__proto__` plain data. */
const sortedByKey = (value: object): object =>
  Object.setPrototypeOf(
    Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))),
    null,
  );

/**
 * One property of a row's zod object without its wrappers (optional, nullable, default …): its
 * core, its meta, what a blank means.
 */
import * as z from 'zod';
import { BusinessError } from './business-error.js';
import type { ColumnMeta } from './column-meta.js';

export interface Field {
  readonly inner: z.core.$ZodType;
  readonly meta: ColumnMeta;
  /** Neither undefined nor null is taken. */
  readonly required: boolean;
  /**
   * Value given to the schema for a blank cell: null if the schema accepts null but not undefined,
   * else undefined.
   */
  readonly blank: null | undefined;
}

export function fieldOf(key: string, schema: z.core.$ZodType): Field {
  const missing = accepts(key, schema, undefined);
  const nothing = accepts(key, schema, null);
  return {
    ...unwrap(schema),
    required: !missing && !nothing,
    blank: !missing && nothing ? null : undefined,
  };
}

function accepts(key: string, schema: z.core.$ZodType, value: unknown): boolean {
  try {
    return z.safeParse(schema, value).success;
  } catch (error) {
    if (!(error instanceof z.core.$ZodAsyncError)) throw error;
    throw new BusinessError(
      `the column "${key}" has an asynchronous check; do such checks in save()`,
      { cause: error },
    );
  }
}

/** The outer meta wins over the inner, field by field. */
export function unwrap(schema: z.core.$ZodType): Pick<Field, 'inner' | 'meta'> {
  const meta: ColumnMeta = z.globalRegistry.get(schema) ?? {};
  // zod's own way to tell its schemas apart: https://zod.dev/library-authors
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'nonoptional':
    case 'readonly': {
      const below = unwrap(def.innerType);
      return { inner: below.inner, meta: { ...below.meta, ...meta } };
    }
    default:
      return { inner: schema, meta };
  }
}

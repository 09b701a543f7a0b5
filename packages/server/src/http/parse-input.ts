/** Parses what a caller sent by a schema: the second step of every route. */
import { AppError } from '@longshore/contract';
import type * as z from 'zod';

/** Parses a body or query; what is wrong is told by path. Throws AppError invalid_params. */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  prefix: readonly string[] = [],
): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({
    path: [...prefix, ...path].join('.'),
    message,
  }));
  throw new AppError('invalid_params', { errors });
}

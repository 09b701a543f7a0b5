/** What becomes of an import whose rows fail, and in how many transactions it saves. */
import * as z from 'zod';

/** `chunked`: a transaction a chunk; `whole`: one for all rows, and every row is told. */
export const IMPORT_MODES = ['chunked', 'whole'] as const;
/** In how many transactions an import saves. */
export type ImportMode = (typeof IMPORT_MODES)[number];

/**
 * `skip`: the other rows are saved; `all-or-nothing`: none is; `maxErrors`: the import ends once
 * more rows than that have failed.
 */
export const ImportPolicy = z.union([
  z.enum(['skip', 'all-or-nothing']),
  z.strictObject({ maxErrors: z.int().min(0) }),
]);
/** What becomes of an import whose rows fail. */
export type ImportPolicy = z.infer<typeof ImportPolicy>;

/**
 * The one door of a business: the default export of its package. The apps find it by the
 * environment variable BUSINESS.
 */

import { type Database, noDatabase } from '@longshore/database';
import * as z from 'zod';
import { callback, checkOptions } from './options.js';

/** What `defineBusiness` takes. */
export interface BusinessOptions {
  /** The folder with `exports/` and `imports/`: `new URL('./executors/', import.meta.url)`. */
  readonly executors: URL;
  /** Such as `postgres(url)`. Default: none, for rows that come from and go to a service. */
  readonly database?: Database;
  /**
   * Makes the business's own tables and first rows. Run at each start, after the framework's
   * tables, perhaps by several processes at once: it must lock, be quick when all is there, and
   * finish what a killed process began.
   */
  prepare?(): Promise<void>;
}

/** A business, as `defineBusiness` returns it. */
export interface Business extends BusinessOptions {
  readonly kind: 'business';
  readonly database: Database;
}

const Options = z.strictObject({
  executors: z.instanceof(URL),
  database: z
    .custom<Database>(
      (value) => typeof value === 'object' && value !== null && 'chunk' in value,
      'must be a Database, such as postgres(url)',
    )
    .optional(),
  prepare: callback.optional(),
});

/** Throws BusinessError. */
export function defineBusiness(options: BusinessOptions): Business {
  checkOptions('defineBusiness', Options, options);
  return { kind: 'business', ...options, database: options.database ?? noDatabase() };
}

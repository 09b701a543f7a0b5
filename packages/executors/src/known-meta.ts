/**
 * What `.meta()` of a column may say: a word that nobody reads, such as `heder`, is refused at the
 * start, where zod's types take any. Used by columnsOf.
 */
import { BusinessError } from './business-error.js';
import type { ColumnMeta } from './column-meta.js';

const OURS: Readonly<Record<keyof ColumnMeta, true>> = {
  header: true,
  titles: true,
  aliases: true,
  format: true,
  numeric: true,
  hints: true,
  labels: true,
  width: true,
  attachment: true,
  mask: true,
};
/** Annotations of JSON Schema, which zod hands on: https://zod.dev/metadata */
const OF_JSON_SCHEMA = ['id', 'title', 'description', 'deprecated', 'examples', 'default'];
const KNOWN = [...Object.keys(OURS), ...OF_JSON_SCHEMA];

/** Throws BusinessError: an unknown word, or a header that nobody can read. */
export function checkMeta(key: string, meta: ColumnMeta): void {
  const unknown = Object.keys(meta).filter((name) => !KNOWN.includes(name));
  if (unknown.length > 0)
    throw new BusinessError(
      `the column "${key}": .meta() knows no ${unknown.join(', ')}; it knows ${Object.keys(OURS).join(', ')}`,
    );
  const headers = [meta.header, ...Object.values(meta.titles ?? {}), ...(meta.aliases ?? [])];
  if (headers.some((header) => header !== undefined && header.trim() === ''))
    throw new BusinessError(`the column "${key}" has an empty header; leave it out of .meta()`);
}

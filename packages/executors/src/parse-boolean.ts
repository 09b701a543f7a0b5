/**
 * What a person means by a cell in a boolean column: `是` is true. A cell that means nothing of the
 * kind is given back as it is, for the schema to refuse.
 */
import { narrow } from './cell-text.js';

const BOOLEANS = new Map<string, boolean>([
  ...['true', 'yes', 'y', '1', '是', '对', '真', 'ja', 'はい'].map((word) => [word, true] as const),
  ...['false', 'no', 'n', '0', '否', '错', '假', 'nein', 'いいえ'].map(
    (word) => [word, false] as const,
  ),
]);

export function parseBoolean(cell: unknown): unknown {
  if (typeof cell !== 'string' && typeof cell !== 'number') return cell;
  return BOOLEANS.get(narrow(String(cell)).toLowerCase()) ?? cell;
}

/** Whether a column can hold a flag: told before a batch begins, not by its first page. */
import type { BatchColumn, Sql } from '@longshore/database';

const INTEGER_BITS: Readonly<Record<string, number>> = { smallint: 16, integer: 32, bigint: 64 };
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const BOOLEANS = ['true', 'false'];

/** Of types other than these any text may be one. */
export async function canHold(
  db: Sql,
  { kind, length }: BatchColumn,
  text: string,
): Promise<boolean> {
  const bits = INTEGER_BITS[kind];
  if (bits !== undefined) return /^(0|-?[1-9]\d*)$/.test(text) && fits(BigInt(text), bits);
  if (kind === 'uuid') return UUID.test(text);
  if (kind === 'boolean') return BOOLEANS.includes(text);
  if (length !== null) return [...text].length <= length;
  const labels = await db.query<{ label: string }>(
    'SELECT enumlabel::text AS label FROM pg_enum WHERE enumtypid = $1::regtype',
    [kind],
  );
  return labels.length === 0 || labels.some(({ label }) => label === text);
}

const fits = (number: bigint, bits: number): boolean => BigInt.asIntN(bits, number) === number;

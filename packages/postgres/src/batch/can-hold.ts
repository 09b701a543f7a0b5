/** Which flags and keys a column can hold: told before a batch begins, not by its first page. */
import type { BatchColumn, Sql } from '@longshore/database';

const INTEGER = /^(0|-?[1-9]\d*)$/;
const INTEGER_BITS: Readonly<Record<string, number>> = { smallint: 16, integer: 32, bigint: 64 };
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const BOOLEANS = ['true', 'false'];

/** Of types other than these any text may be one. */
export async function canHold(
  db: Sql,
  { kind, length }: BatchColumn,
): Promise<(text: string) => boolean> {
  const bits = INTEGER_BITS[kind];
  if (bits !== undefined) return (text) => INTEGER.test(text) && fits(BigInt(text), bits);
  if (kind === 'uuid') return (text) => UUID.test(text);
  if (kind === 'boolean') return (text) => BOOLEANS.includes(text);
  if (length !== null) return (text) => [...text].length <= length;
  const labels = await db.query<{ label: string }>(
    'SELECT enumlabel::text AS label FROM pg_enum WHERE enumtypid = $1::regtype',
    [kind],
  );
  return (text) => labels.length === 0 || labels.some(({ label }) => label === text);
}

const fits = (number: bigint, bits: number): boolean => BigInt.asIntN(bits, number) === number;

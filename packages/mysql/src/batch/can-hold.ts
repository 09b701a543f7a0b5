/** Which flags and keys a column can hold: told before a batch begins, not by its first page. */
import type { BatchColumn } from '@longshore/database';

const INTEGER_BITS: Readonly<Record<string, number>> = {
  tinyint: 8,
  smallint: 16,
  mediumint: 24,
  int: 32,
  bigint: 64,
};

/** Of types other than these any text may be one. */
export function canHold({ kind, length }: BatchColumn, text: string): boolean {
  const [name = '', sign] = kind.split(' ');
  const bits = INTEGER_BITS[name];
  if (bits !== undefined)
    return /^(0|-?[1-9]\d*)$/.test(text) && fits(BigInt(text), bits, sign === 'unsigned');
  if (kind.startsWith('enum(')) return kind.includes(`'${text.replaceAll("'", "''")}'`);
  return length === null || [...text].length <= length;
}

const fits = (number: bigint, bits: number, isUnsigned: boolean): boolean =>
  (isUnsigned ? BigInt.asUintN(bits, number) : BigInt.asIntN(bits, number)) === number;

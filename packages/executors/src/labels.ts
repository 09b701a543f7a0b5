/** A label column: people see and type the label, the business keeps the code. */
import * as z from 'zod';
import { BusinessError } from './business-error.js';

export type Code = string | number | boolean;
type LabelsOf<Codes extends Record<string, Code>> = { [Label in keyof Codes & string]: Label };

/**
 * `labels({ 上架: 1, 下架: 0 })`: input a label, output its code. The order is that of the drop-down.
 * Throws BusinessError when there is no label, or two labels share a code (then the way back would
 * be lost).
 */
export function labels<const Codes extends Record<string, Code>>(
  codes: Codes,
): z.ZodCodec<z.ZodEnum<LabelsOf<Codes>>, z.ZodLiteral<Codes[keyof Codes & string]>> {
  const labelOf = new Map(Object.entries(codes).map(([label, code]) => [code, label]));
  if (labelOf.size === 0) throw new BusinessError('labels(): give at least one label and its code');
  if (labelOf.size < Object.keys(codes).length)
    throw new BusinessError('labels(): two labels share a code; give each label a code of its own');
  // Object.keys and Map lose the literal types that the signature promises.
  return z.codec(z.enum(Object.keys(codes)), z.literal([...labelOf.keys()]), {
    decode: (label) => codes[label] as Code,
    encode: (code) => labelOf.get(code) as string,
  }) as unknown as ReturnType<typeof labels<Codes>>;
}

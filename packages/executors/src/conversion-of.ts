/** Chooses the conversion of a column from its zod schema, or says which schema would do. */
import type * as z from 'zod';
import { BusinessError } from './business-error.js';
import type { ColumnMeta } from './column-meta.js';
import {
  BOOLEAN,
  type Conversion,
  DATE,
  DECIMAL,
  encoded,
  INTEGER,
  labelConversion,
  NUMBER,
  TEXT,
} from './conversions.js';
import { unwrap } from './field.js';
import {
  type Code,
  type CodeLabels,
  codesDeclaredBy,
  refuseUnclearLabels,
  sameTitle,
} from './labels.js';

/** `inner`: without optional, nullable, default. Throws BusinessError. */
export function conversionOf(
  key: string,
  inner: z.core.$ZodType,
  { numeric = false }: ColumnMeta = {},
): Conversion {
  const conversion = conversionOfType(key, inner);
  if (!numeric) return conversion;
  if (conversion !== TEXT)
    throw new BusinessError(`the column "${key}" is numeric, which is for z.string() alone`);
  return DECIMAL;
}

function conversionOfType(key: string, inner: z.core.$ZodType): Conversion {
  // zod's own way to tell its schemas apart: https://zod.dev/library-authors
  const { def } = (inner as z.core.$ZodTypes)._zod;
  if ('coerce' in def && def.coerce)
    throw unsupported(
      key,
      'z.coerce (cells are converted already, and a blank would become a value)',
    );
  switch (def.type) {
    case 'string':
      return TEXT;
    case 'number':
      return isWhole(def) ? INTEGER : NUMBER;
    case 'boolean':
      return BOOLEAN;
    case 'date':
      return DATE;
    case 'enum':
    case 'literal':
      return labelsConversion(
        key,
        labelsOf(key, inner).map((label) => ({ code: label, title: sameTitle(label) })),
      );
    case 'pipe':
      if (isCodec(def)) return codecConversion(key, def);
      throw unsupported(
        key,
        'a one-way transform; use z.codec(), so that an export finds the way back',
      );
    default:
      throw unsupported(key, `z.${def.type}()`);
  }
}

const isWhole = (def: z.core.$ZodNumberDef): boolean =>
  [def, ...(def.checks ?? []).map((check) => check._zod.def)].some(
    (part) => 'format' in part && WHOLE.has(part.format),
  );

const WHOLE = new Set<unknown>(['safeint', 'int32', 'uint32']);

function labelsOf(key: string, schema: z.core.$ZodType): string[] {
  const values = [...(schema._zod.values ?? [])];
  const texts = values.filter((value) => typeof value === 'string');
  if (texts.length < values.length)
    throw unsupported(key, 'an enum or literal that is not text; use labels({ label: code })');
  return texts;
}

type CodecDef = z.core.$ZodCodecDef;

const isCodec = (def: z.core.$ZodPipeDef): def is CodecDef =>
  'transform' in def && 'reverseTransform' in def;

/**
 * A codec from a set of labels is a label column; its map is computed here, once, instead of
 * z.encode on each row.
 */
function codecConversion(key: string, def: CodecDef): Conversion {
  const { inner, meta } = unwrap(def.in);
  const payload = (value: unknown) => ({ value, issues: [] });
  if (inner._zod.values === undefined)
    return encoded(conversionOf(key, inner, meta), (value) =>
      def.reverseTransform(value, payload(value)),
    );
  const codes =
    codesDeclaredBy(inner) ??
    labelsOf(key, inner).map((label) => ({
      // a hand-written codec of an enum decodes to a code; another value would be shown as text
      code: def.transform(label, payload(label)) as Code,
      title: sameTitle(label),
    }));
  return labelsConversion(key, codes);
}

function labelsConversion(key: string, codes: readonly CodeLabels[]): Conversion {
  refuseUnclearLabels(`the column "${key}"`, codes);
  return labelConversion(codes);
}

const unsupported = (key: string, what: string): BusinessError =>
  new BusinessError(
    `the column "${key}" is ${what}: no cell can hold it; ` +
      'take z.string(), z.number(), z.int(), z.boolean(), z.date(), z.enum([…]), labels({ … }) or a z.codec() from one of these',
  );

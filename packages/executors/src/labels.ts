/** A label column: people see and type the label, the business keeps the code. */
import type { InLanguages } from '@longshore/contract';
import * as z from 'zod';
import { BusinessError } from './business-error.js';
import { fold, isBlank } from './cell-text.js';
import type { Title } from './title.js';

export type Code = string | number | boolean;

/** A code with its label in each language. */
export interface CodeLabels {
  readonly code: Code;
  readonly title: Title;
}

/** Any of its labels. */
type LabelIn<T> = T extends unknown ? T[keyof T & keyof InLanguages] & string : never;

type ListedCode = Title & { readonly code: Code };

/**
 * `1` and `'1'` name one property, so a property that reads as a number, `true` or `false` is that
 * number or boolean.
 */
type CodeOfKey<Key extends PropertyKey> = Key extends `${infer Value extends number}`
  ? number extends Value
    ? Key
    : Value
  : Key extends `${infer Value extends boolean}`
    ? Value
    : Key;

type EnumOf<Label extends string> = z.ZodEnum<{ [Text in Label]: Text }>;
type LabelCodec<Label extends string, Codes extends Code> = z.ZodCodec<
  EnumOf<Label>,
  z.ZodLiteral<Codes>
>;

/**
 * Input a label in any language, output its code; the order is that of the drop-down. Three forms:
 *
 * - `labels({ 上架: 1, 下架: 0 })`: one label a code, the same in every language;
 * - `labels({ paid: { zh: '已付款', en: 'Paid' } })`: a property that reads as a number, `true` or
 *   `false` is that number or boolean, and JavaScript puts numbers first, in rising order;
 * - `labels([{ code: 1, zh: '上架', en: 'On sale' }])`: codes of any kind in any order.
 *
 * Throws BusinessError: no label, a blank one, a code with two labels, or two codes whose labels
 * differ at most by case, width and blanks, so that the way back would be lost.
 */
export function labels<const Listed extends readonly ListedCode[]>(
  listed: Listed,
): LabelCodec<LabelIn<Listed[number]>, Listed[number]['code']>;
export function labels<const Codes extends Readonly<Record<string, Code>>>(
  codes: Codes,
): LabelCodec<keyof Codes & string, Codes[keyof Codes & string]>;
export function labels<const Titles extends Readonly<Record<PropertyKey, Title>>>(
  titles: Titles,
): LabelCodec<LabelIn<Titles[keyof Titles]>, CodeOfKey<keyof Titles> & Code>;
export function labels(
  declared: readonly ListedCode[] | Readonly<Record<string, Code | Title>>,
): LabelCodec<string, Code> {
  const codes = isList(declared)
    ? declared.map(({ code, ...title }) => ({ code, title }))
    : Object.entries(declared).map(([key, value]) =>
        typeof value === 'object'
          ? { code: codeOfKey(key), title: value }
          : { code: value, title: sameTitle(key) },
      );
  refuseUnclearLabels('labels()', codes);
  if (new Set(codes.map(({ code }) => code)).size < codes.length)
    throw new BusinessError('labels(): two labels share a code; give each label a code of its own');
  return codecOf(codes);
}

const isList = (declared: object): declared is readonly ListedCode[] => Array.isArray(declared);

function codeOfKey(key: string): Code {
  if (key === 'true' || key === 'false') return key === 'true';
  const number = Number(key);
  return Number.isFinite(number) && String(number) === key ? number : key;
}

/** A label that is the same in every language. */
export const sameTitle = (label: string): Title => ({ en: label, zh: label });

/** The label where nobody said a language: in the language that the author named first. */
export const firstLabel = (title: Title): string => Object.values(title)[0] ?? title.en;

function codecOf(codes: readonly CodeLabels[]): LabelCodec<string, Code> {
  const codeOf = new Map(
    codes.flatMap(({ code, title }) => Object.values(title).map((label) => [label, code] as const)),
  );
  const labelOf = new Map(codes.map(({ code, title }) => [code, firstLabel(title)]));
  const anyLabel = z.enum([...codeOf.keys()]);
  DECLARED.add(anyLabel, { codes });
  // forms name the codes of a param that takes one
  const anyCode = z.literal([...labelOf.keys()]).meta({ labels: titlesByCode(codes) });
  return z.codec(anyLabel, anyCode, {
    // zod hands in members of the enum and of the literal only
    decode: (label) => codeOf.get(label) as Code,
    encode: (code) => labelOf.get(code) as string,
  });
}

const titlesByCode = (codes: readonly CodeLabels[]): Record<string, Title> =>
  Object.fromEntries(codes.map(({ code, title }) => [String(code), title]));

/** What `labels()` was given, by the enum of all its labels. */
const DECLARED = z.registry<{ readonly codes: readonly CodeLabels[] }>();

/** The codes that `labels()` declared by this enum; undefined: it declared none. */
export const codesDeclaredBy = (schema: z.core.$ZodType): readonly CodeLabels[] | undefined =>
  DECLARED.get(schema)?.codes;

/**
 * A label must lead back to one code, also typed in another case or width. `where`: begins the
 * sentence of the BusinessError.
 */
export function refuseUnclearLabels(where: string, codes: readonly CodeLabels[]): void {
  if (codes.length === 0) throw new BusinessError(`${where}: give at least one label and its code`);
  const owners = new Map<string, Code>();
  for (const { code, title } of codes) {
    for (const label of Object.values(title)) {
      if (isBlank(label))
        throw new BusinessError(`${where}: a label of the code ${String(code)} is blank`);
      const owner = owners.get(fold(label));
      if (owner !== undefined && owner !== code)
        throw new BusinessError(
          `${where}: the label "${label}" of the code ${String(code)} reads as a label of ` +
            `${String(owner)}; let them differ by more than case, width and blanks`,
        );
      owners.set(fold(label), code);
    }
  }
}

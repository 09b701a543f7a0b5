/**
 * The fields of a form for the params of a type, from the JSON Schema that `GET /api/types` tells:
 * which control each has, and how its text becomes a value. What the subset does not know is typed
 * as JSON; the server judges every value.
 */
import type { Language } from '@longshore/contract/browser';

/** As much of JSON Schema 2020-12 as forms know, with what zod's `.meta()` adds. */
export interface ParamSchema {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly title?: string;
  /** By language; of `.meta({ titles })`. */
  readonly titles?: Readonly<Partial<Record<Language, string>>>;
  readonly description?: string;
  /** The description by language; of `.meta({ hints })`. */
  readonly hints?: Readonly<Partial<Record<Language, string>>>;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  /** Names of the values of `enum`; of `labels()`, or of `.meta({ labels })`. */
  readonly labels?: Readonly<Record<string, Readonly<Partial<Record<Language, string>>>>>;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly anyOf?: readonly ParamSchema[];
  readonly items?: ParamSchema;
  readonly properties?: Readonly<Record<string, ParamSchema>>;
  readonly required?: readonly string[];
}

type Control =
  | 'text'
  | 'number'
  | 'switch'
  | 'choice'
  | 'choices'
  | 'day'
  | 'moment'
  | 'lines'
  | 'json';

export interface ParamField {
  readonly name: string;
  readonly schema: ParamSchema;
  readonly control: Control;
  /** Of `choice` and `choices`. */
  readonly values: readonly unknown[];
  readonly isRequired: boolean;
}

/** What stands in the controls, by name; '' and nothing: not given. */
export type ParamTexts = Readonly<Record<string, string>>;

/** In the order of the schema; none for a type without params. */
export function fieldsOf(schema: ParamSchema | null | undefined): readonly ParamField[] {
  const required = schema?.required ?? [];
  return Object.entries(schema?.properties ?? {}).map(([name, property]) => ({
    name,
    isRequired: required.includes(name),
    ...controlOf(property),
  }));
}

function controlOf(declared: ParamSchema): Pick<ParamField, 'schema' | 'control' | 'values'> {
  const schema = withoutNull(declared);
  const values = valuesOf(schema) ?? [];
  const itemValues = schema.items === undefined ? undefined : valuesOf(withoutNull(schema.items));
  const way = (control: Control, among: readonly unknown[] = []) => ({
    schema,
    control,
    values: among,
  });
  if (values.length > 0) return way('choice', values);
  if (schema.type === 'array' && itemValues !== undefined) return way('choices', itemValues);
  if (schema.type === 'array' && isPlain(schema.items)) return way('lines');
  if (schema.type === 'boolean')
    return schema.default === undefined ? way('choice', [true, false]) : way('switch');
  if (isPlain(schema)) return way(schema.type === 'string' ? textControl(schema) : 'number');
  const formats = schema.anyOf?.map(({ format }) => format) ?? [];
  if (formats.length > 0 && formats.every((format) => format?.startsWith('date')))
    return way(formats.includes('date') ? 'day' : 'moment');
  return way('json');
}

const isPlain = (schema: ParamSchema | undefined): boolean =>
  schema?.type === 'string' || schema?.type === 'number' || schema?.type === 'integer';

function textControl({ format }: ParamSchema): Control {
  if (format === 'date') return 'day';
  return format === 'date-time' ? 'moment' : 'text';
}

/** A field that is left empty is not sent, which is what null would say. */
function withoutNull(schema: ParamSchema): ParamSchema {
  const { anyOf, ...rest } = schema;
  if (Array.isArray(schema.type)) {
    const types = schema.type.filter((type: string) => type !== 'null');
    return types.length === 1 ? { ...schema, type: types[0] } : schema;
  }
  const others = anyOf?.filter(({ type }) => type !== 'null') ?? [];
  const [only] = others;
  if (only !== undefined && others.length === 1) return withoutNull({ ...only, ...rest });
  return schema;
}

function valuesOf({ enum: values, const: value, anyOf }: ParamSchema): unknown[] | undefined {
  if (values !== undefined) return values.filter((one) => one !== null);
  if (value !== undefined) return [value];
  const each = anyOf?.map(valuesOf);
  if (each === undefined || each.length === 0) return undefined;
  return each.every((some) => some !== undefined) ? each.flat() : undefined;
}

const SEPARATOR = '\n';

/** The values that a field's text lists. */
export const listed = (text: string | undefined): readonly string[] =>
  (text ?? '')
    .split(SEPARATOR)
    .map((line) => line.trim())
    .filter((line) => line !== '');
export const listing = (values: readonly string[]): string => values.join(SEPARATOR);

/** How a value of `choice` and `choices` stands in a text. */
export const choiceText = (value: unknown): string => String(value);

/** The params that the texts say; what is not given is left out. */
export function paramsOf(
  fields: readonly ParamField[],
  texts: ParamTexts,
): Readonly<Record<string, unknown>> {
  const given = fields.flatMap((field) => {
    const text = texts[field.name] ?? '';
    return text.trim() === '' ? [] : [[field.name, valueFrom(field, text)] as const];
  });
  return Object.fromEntries(given);
}

/** Required fields that are empty. */
export const missingOf = (fields: readonly ParamField[], texts: ParamTexts): ParamField[] =>
  fields.filter(({ name, isRequired }) => isRequired && (texts[name] ?? '').trim() === '');

function valueFrom({ control, values, schema }: ParamField, text: string): unknown {
  const chosen = (one: string) => values.find((value) => choiceText(value) === one) ?? one;
  switch (control) {
    case 'number':
      return numberOrText(text);
    case 'switch':
      return text === 'true';
    case 'choice':
      return chosen(text);
    case 'choices':
      return listed(text).map(chosen);
    case 'lines':
      return listed(text).map((line) =>
        schema.items?.type === 'string' ? line : numberOrText(line),
      );
    case 'moment':
      return momentOrText(text);
    case 'json':
      return jsonOrText(text);
    default:
      return text;
  }
}

/** A text that is no number goes to the server as it is, which refuses it by name. */
function numberOrText(text: string): number | string {
  const value = Number(text);
  return Number.isFinite(value) ? value : text;
}

/** From the wall clock of the browser. */
function momentOrText(text: string): string {
  const moment = new Date(text);
  return Number.isNaN(moment.getTime()) ? text : moment.toISOString();
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // a schema that takes anything may take a plain text
  }
}

/** The name of a field for people. */
export const titleOf = (
  { name, schema }: Pick<ParamField, 'name' | 'schema'>,
  language: Language,
) => schema.titles?.[language] ?? schema.title ?? spaced(name);

/** What a field says below its control; '' for nothing. */
export const hintOf = ({ schema }: ParamField, language: Language): string =>
  schema.hints?.[language] ?? schema.description ?? '';

/** The name of a value of `choice` and `choices`. */
export function labelOf(
  { schema }: Pick<ParamField, 'schema'>,
  value: unknown,
  language: Language,
): string | undefined {
  const labels = schema.labels ?? schema.items?.labels;
  return labels?.[choiceText(value)]?.[language];
}

/** `orderBy` -> `Order by`. */
function spaced(name: string): string {
  const words = name
    .replace(/(?<=[a-z\d])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .replaceAll('_', ' ');
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

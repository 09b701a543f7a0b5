/**
 * The params of a retryable: checked before anything is recorded, kept as JSON, and shown without
 * the values that their schema marks as secret.
 */
import { AppError } from '@longshore/contract';
import * as z from 'zod';
import { refuseUnkept } from '../refuse-unkept.js';

declare module 'zod' {
  interface GlobalMeta {
    /** Of the params of a retryable: no list, log or message shows the value. */
    secret?: boolean;
  }
}

const MOST_BYTES = 65_536;
const MASK = '***';
/** A shorter secret would blank out half of a message. */
const SHORTEST_HIDDEN = 4;

/** The params of one retryable. */
export interface CallParams {
  readonly hasSecrets: boolean;
  /**
   * The JSON that is kept. Throws AppError invalid_params, and TypeError for what JSON would
   * change or what is too large.
   */
  textOf(input: unknown): string;
  /** What the function is handed. Throws AppError invalid_params. */
  parse(text: string): unknown;
  /** Without secrets. */
  masked(text: string): unknown;
  /** A message without the secrets of these params. */
  hideIn(message: string, text: string): string;
}

/** `name`: of the retryable, for errors. */
export function callParams(name: string, schema: z.ZodObject): CallParams {
  const strict = schema.strict();
  const form = z.toJSONSchema(strict, { io: 'input', unrepresentable: 'any' }) as Form;
  const parse = (input: unknown): unknown => {
    const parsed = strict.safeParse(input);
    if (parsed.success) return parsed.data;
    const errors = parsed.error.issues.map(({ path, message }) => ({
      path: path.join('.'),
      message,
    }));
    const reasons = errors.map(({ path, message }) => `${path}: ${message}`).join('; ');
    throw new AppError('invalid_params', { errors, message: `params of ${name}: ${reasons}` });
  };
  return {
    hasSecrets: marksSecrets(form),
    parse: (text) => parse(JSON.parse(text)),
    textOf: (input) => {
      parse(input);
      refuseUnkept(input, `params of ${name}`, 'params');
      const text = JSON.stringify(input);
      const bytes = Buffer.byteLength(text);
      if (bytes > MOST_BYTES)
        throw new TypeError(
          `params of ${name}: ${bytes} bytes of JSON, more than ${MOST_BYTES}; keep large values elsewhere and hand over their key`,
        );
      return text;
    },
    masked: (text) => masked(JSON.parse(text), [form], form),
    hideIn: (message, text) => {
      const secrets: string[] = [];
      masked(JSON.parse(text), [form], form, (value) => secrets.push(...textsIn(value)));
      return secrets
        .filter((secret) => secret.length >= SHORTEST_HIDDEN)
        .sort((a, b) => b.length - a.length)
        .reduce((hidden, secret) => hidden.replaceAll(secret, MASK), message);
    },
  };
}

/** A JSON Schema, as far as it tells where secrets are. */
interface Form {
  readonly secret?: boolean;
  readonly properties?: Readonly<Record<string, Form>>;
  readonly additionalProperties?: Form | boolean;
  readonly items?: Form | boolean;
  readonly prefixItems?: readonly Form[];
  readonly anyOf?: readonly Form[];
  readonly allOf?: readonly Form[];
  readonly oneOf?: readonly Form[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Form>>;
}

const marksSecrets = (form: Form): boolean => JSON.stringify(form).includes('"secret":true');

/**
 * The value with each secret replaced; `found` is told of each. A value may have several forms, of
 * which one that says secret is enough.
 */
function masked(
  value: unknown,
  forms: readonly Form[],
  root: Form,
  found: (secret: unknown) => void = () => {},
): unknown {
  const all = forms.flatMap((form) => alternatives(form, root));
  if (value !== null && value !== undefined && all.some(({ secret }) => secret === true)) {
    found(value);
    return MASK;
  }
  if (Array.isArray(value))
    return value.map((item, i) => masked(item, all.flatMap(itemForms(i)), root, found));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      masked(item, all.flatMap(propertyForms(key)), root, found),
    ]),
  );
}

/** The form, what it refers to, and what it is made of. */
function alternatives(form: Form, root: Form, seen: ReadonlySet<Form> = new Set()): Form[] {
  if (seen.has(form)) return [];
  const { $ref, anyOf = [], allOf = [], oneOf = [] } = form;
  const parts = [...anyOf, ...allOf, ...oneOf, ...referred($ref, root)];
  const further = new Set([...seen, form]);
  return [form, ...parts.flatMap((part) => alternatives(part, root, further))];
}

/** zod writes `#` and `#/$defs/NAME`. */
function referred($ref: string | undefined, root: Form): Form[] {
  if ($ref === undefined) return [];
  const form = $ref === '#' ? root : root.$defs?.[$ref.replace('#/$defs/', '')];
  return form === undefined ? [] : [form];
}

const itemForms =
  (i: number) =>
  ({ items, prefixItems = [] }: Form): Form[] =>
    formsIn([prefixItems[i] ?? items]);

const propertyForms =
  (key: string) =>
  ({ properties = {}, additionalProperties }: Form): Form[] =>
    formsIn([Object.hasOwn(properties, key) ? properties[key] : additionalProperties]);

const formsIn = (forms: readonly (Form | boolean | undefined)[]): Form[] =>
  forms.filter((form) => typeof form === 'object');

/** The texts and numbers in a value, as a message may quote them. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(textsIn);
  return typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];
}

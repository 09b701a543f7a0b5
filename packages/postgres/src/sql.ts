/**
 * Statements from parts: `sql` numbers the values of nested parts, so no value is ever written into
 * the text. Used by businesses.
 */

/** A statement or a part of one. Made by `sql` only. */
export class SqlText {
  readonly #strings: readonly string[];
  readonly values: readonly unknown[];

  constructor(strings: readonly string[], values: readonly unknown[]) {
    this.#strings = strings;
    this.values = values;
  }

  /** With `$1`, `$2` … in place of the values. */
  get text(): string {
    return this.#strings.reduce((text, string, index) => `${text}$${index}${string}`);
  }

  /** With each value as `literal` writes it. */
  inlined(literal: (value: unknown) => string): string {
    return this.#strings.reduce(
      (text, string, index) => text + literal(this.values[index - 1]) + string,
    );
  }

  /** Both texts as one: the last string of this meets the first of the other. */
  concat(other: SqlText): SqlText {
    const strings = [...this.#strings];
    const [first = '', ...rest] = other.#strings;
    strings.push((strings.pop() ?? '') + first, ...rest);
    return new SqlText(strings, [...this.values, ...other.values]);
  }
}

/**
 * `sql\`SELECT * FROM orders WHERE ${condition} AND id < ${value}\``: parts are put in, all else
 * becomes a parameter.
 */
export function sql(strings: readonly string[], ...inputs: readonly unknown[]): SqlText {
  const [first = '', ...rest] = strings;
  return rest.reduce(
    (text, string, index) => {
      const input = inputs[index];
      const part = input instanceof SqlText ? input : new SqlText(['', ''], [input]);
      return text.concat(part).concat(new SqlText([string], []));
    },
    new SqlText([first], []),
  );
}

/** The conditions that are there, joined by AND; TRUE when there is none. */
export function allOf(conditions: readonly (SqlText | false | null | undefined)[]): SqlText {
  const [first, ...rest] = conditions
    .filter((condition) => condition instanceof SqlText)
    .map((condition) => sql`(${condition})`);
  return first === undefined
    ? sql`TRUE`
    : rest.reduce((all, condition) => sql`${all} AND ${condition}`, first);
}

/** `schema.table` or `column`, quoted, as a part. */
export const named = (name: string): SqlText => new SqlText([quoted(name)], []);

/** `shop.order` -> `"shop"."order"`. */
export const quoted = (name: string): string =>
  name
    .split('.')
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join('.');

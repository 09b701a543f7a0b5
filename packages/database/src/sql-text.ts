/**
 * Statements from parts: an adapter gives its dialect and gets `sql`, which numbers the values of
 * nested parts, so that no value stands in a statement's text.
 */

/** How a database writes placeholders and names. */
export interface SqlDialect {
  /** Of the value with this number, from 1: `$1`, `?`. */
  placeholder(number: number): string;
  /** `column`, quoted; a point is a part of the name. */
  quotedColumn(name: string): string;
  /** `table` or `schema.table`, quoted. */
  quoted(name: string): string;
}

/** A statement or a part of a statement. Made by an adapter's `sql` only. */
export class SqlText {
  readonly #dialect: SqlDialect;
  readonly #strings: readonly string[];
  readonly values: readonly unknown[];

  constructor(dialect: SqlDialect, strings: readonly string[], values: readonly unknown[]) {
    this.#dialect = dialect;
    this.#strings = strings;
    this.values = values;
  }

  /** With a placeholder in place of each value. */
  get text(): string {
    return this.#strings.reduce(
      (text, string, index) => `${text}${this.#dialect.placeholder(index)}${string}`,
    );
  }

  /** With each value as `literal` writes it. */
  inlined(literal: (value: unknown) => string): string {
    return this.#strings.reduce(
      (text, string, index) => text + literal(this.values[index - 1]) + string,
    );
  }

  /** Both texts as one: the last string of this text meets the first string of the other. */
  concat(other: SqlText): SqlText {
    const strings = [...this.#strings];
    const [first = '', ...rest] = other.#strings;
    strings.push((strings.pop() ?? '') + first, ...rest);
    return new SqlText(this.#dialect, strings, [...this.values, ...other.values]);
  }
}

/** The tagged templates of one dialect. */
export interface SqlBuilder {
  readonly dialect: SqlDialect;
  sql(strings: readonly string[], ...inputs: readonly unknown[]): SqlText;
  allOf(conditions: readonly (SqlText | false | null | undefined)[]): SqlText;
  named(name: string): SqlText;
  /** Text as it is, without values. */
  verbatim(text: string): SqlText;
}

/** Makes the `sql`, `allOf` and `named` that an adapter exports. */
export function createSqlBuilder(dialect: SqlDialect): SqlBuilder {
  const verbatim = (text: string) => new SqlText(dialect, [text], []);
  const sql: SqlBuilder['sql'] = (strings, ...inputs) => {
    const [first = '', ...rest] = strings;
    return rest.reduce((text, string, index) => {
      const input = inputs[index];
      const part = input instanceof SqlText ? input : new SqlText(dialect, ['', ''], [input]);
      return text.concat(part).concat(verbatim(string));
    }, verbatim(first));
  };
  return {
    dialect,
    sql,
    allOf: (conditions) => conjunction(sql, conditions),
    named: (name) => verbatim(dialect.quoted(name)),
    verbatim,
  };
}

function conjunction(
  sql: SqlBuilder['sql'],
  conditions: readonly (SqlText | false | null | undefined)[],
): SqlText {
  const [first, ...rest] = conditions
    .filter((condition) => condition instanceof SqlText)
    .map((condition) => sql`(${condition})`);
  return first === undefined
    ? sql`TRUE`
    : rest.reduce((all, condition) => sql`${all} AND ${condition}`, first);
}

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

  /** Parts one after the other, with a text between them. */
  static joined(dialect: SqlDialect, parts: readonly SqlText[], between = ''): SqlText {
    const strings = [''];
    const values: unknown[] = [];
    const add = (text: string) => {
      strings[strings.length - 1] += text;
    };
    parts.forEach((part, index) => {
      const [first = '', ...rest] = part.#strings;
      add(index === 0 ? first : between + first);
      for (const string of rest) strings.push(string);
      for (const value of part.values) values.push(value);
    });
    return new SqlText(dialect, strings, values);
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
  const part = (input: unknown) =>
    input instanceof SqlText ? input : new SqlText(dialect, ['', ''], [input]);
  const sql: SqlBuilder['sql'] = (strings, ...inputs) =>
    SqlText.joined(
      dialect,
      strings.flatMap((string, index) =>
        index === 0 ? verbatim(string) : [part(inputs[index - 1]), verbatim(string)],
      ),
    );
  return {
    dialect,
    sql,
    allOf: (conditions) => conjunction(dialect, sql, conditions),
    named: (name) => verbatim(dialect.quoted(name)),
    verbatim,
  };
}

function conjunction(
  dialect: SqlDialect,
  sql: SqlBuilder['sql'],
  conditions: readonly (SqlText | false | null | undefined)[],
): SqlText {
  const parts = conditions
    .filter((condition) => condition instanceof SqlText)
    .map((condition) => sql`(${condition})`);
  return parts.length === 0 ? sql`TRUE` : SqlText.joined(dialect, parts, ' AND ');
}

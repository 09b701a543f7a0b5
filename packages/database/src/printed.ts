/**
 * The text in which a database printed a value, kept with the value: a Date has no microseconds, an
 * interval is an object. Adapters keep the text, text columns of an export show it.
 */

/** A constructor that returns an object makes that object `this` of the classes derived from it. */
class Given {
  constructor(value: object) {
    // biome-ignore lint/correctness/noConstructorReturn: see above
    return value;
  }
}

/**
 * Adds a private field to an object that exists: no comparison and no serializer sees the field. A
 * WeakMap does the same in twenty times the time.
 */
class Printed extends Given {
  readonly #text: string;

  constructor(value: object, text: string) {
    super(value);
    this.#text = text;
  }

  static textOf(value: object): string | undefined {
    return #text in value ? value.#text : undefined;
  }
}

/** Keeps the text of a value that is an object made just now, and returns the value. */
export function keepPrinted<Value>(value: Value, text: string): Value {
  if (typeof value === 'object' && value !== null) new Printed(value, text);
  return value;
}

/** As the database printed the value; undefined for a value that no adapter made. */
export const printedText = (value: object): string | undefined => Printed.textOf(value);

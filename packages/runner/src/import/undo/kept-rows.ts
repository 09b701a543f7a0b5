/**
 * Rows that an import changed, as they were before, as the text that the database keeps of them. A
 * digest of the row after the import tells whether somebody changed it since: of a row that the
 * import changed over the columns of the import, of one that it created over all that `current`
 * gave, because such a row goes wholly.
 */
import type { Place } from '@longshore/database';
import type { Row } from '@longshore/executors';
import { digestOf } from '../preview/stored-rows.js';
import { type KeptValue, keptValue, readValue } from './kept-value.js';

/**
 * Names of properties: those of the key, all of the import's columns, and all that `current` gave
 * when the rows were kept.
 */
export interface Properties {
  readonly key: readonly string[];
  readonly all: readonly string[];
  readonly given: readonly string[];
}

/** A stored row; null: there is none with its key. */
type Stored = Row | null;

/** One row of an import, as it was before, and what tells how the import left it. */
export interface KeptRow {
  readonly place: Place;
  /** The properties of the key; null: the row has none, and cannot be found again. */
  readonly key: Row | null;
  readonly before: Stored;
  /** Digest of the row as the import left it. */
  readonly after: string;
}

type StoredRow = readonly [
  part: number,
  row: number,
  after: string,
  key: readonly KeptValue[] | null,
  before: readonly KeptValue[] | null,
];

/** The texts of rows, but of those that are as they were. Throws Error: a value cannot be kept. */
export function keptTexts({ key, all, given }: Properties) {
  return {
    /** Null: the row is as it was. `named`: what names the row. */
    changed: (place: Place, named: Row, before: Stored, after: Stored): string | null => {
      const was = before === null ? '' : valuesOf(before, all);
      const is = after === null ? '' : valuesOf(after, was === '' ? given : all);
      if (was === is) return null;
      return textOf(place, [digest(is), valuesOf(named, key), was || 'null']);
    },
    /** Of a row without a key. */
    unfound: (place: Place): string => textOf(place, ['', 'null', 'null']),
  };
}

const textOf = ({ part, row }: Place, [after, key, before]: readonly [string, string, string]) =>
  `[${part},${row},"${after}",${key},${before}]`;

const digest = (state: string): string => (state === '' ? '' : digestOf(state).toString('base64'));

const LONGEST_TEXT = 1_048_576;

/** Texts of rows in pieces of a bounded length. */
export function keptPieces(
  texts: readonly string[],
  properties: Properties,
): { readonly rows: number; readonly text: string }[] {
  const pieces: string[][] = [];
  let length = LONGEST_TEXT;
  for (const text of texts) {
    if (length + text.length > LONGEST_TEXT) {
      pieces.push([]);
      length = 0;
    }
    pieces.at(-1)?.push(text);
    length += text.length;
  }
  const head = JSON.stringify(properties);
  return pieces.map((rows) => ({ rows: rows.length, text: `[${head},${rows.join()}]` }));
}

/** What was written: the properties of that time, and the rows. */
export function readKept(text: string): {
  readonly properties: Properties;
  readonly rows: readonly KeptRow[];
} {
  const [properties, ...rows] = JSON.parse(text) as [Properties, ...StoredRow[]]; // by keptPieces
  const read = (values: readonly KeptValue[] | null, names: readonly string[]): Stored =>
    values && Object.fromEntries(names.map((name, i) => [name, readValue(values[i] ?? null)]));
  return {
    properties,
    rows: rows.map(([part, row, after, key, before]) => ({
      place: { part, row },
      after,
      key: read(key, properties.key),
      before: read(before, properties.all),
    })),
  };
}

/** The columns of the import as one text: equal texts, equal rows. */
export const stateOf = (row: Stored, { all }: Properties): string =>
  row === null ? '' : valuesOf(row, all);

const valuesOf = (row: Row, names: readonly string[]): string =>
  JSON.stringify(names.map((name) => kept(row, name)));

function kept(row: Row, name: string): KeptValue {
  const value = keptValue(row[name]);
  if (value !== undefined) return value;
  throw new Error(
    `current() gave an object of a class for "${name}", which cannot be kept for an undo: give a text, a number, a Date or plain data`,
  );
}

/** What tells whether a row that was `before` is as the import left it. */
export const afterOf = (row: Stored, before: Stored, { all, given }: Properties): string =>
  row === null ? '' : digest(valuesOf(row, before === null ? given : all));

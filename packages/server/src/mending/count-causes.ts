/** Waiting rows by cause, in bounded memory however many there are. Used by list-failed-rows.ts. */
import {
  type CountedCause,
  type RowCause,
  rowIssueSentence,
  type StoredIssue,
} from '@longshore/contract';
import type { WaitingTableRow } from '@longshore/executors';
import { causeOf, type RowReader } from './failed-row-out.js';

/** Of a column, by one code: where it has more, the value does not tell rows apart. */
const MOST_VALUES = 20;
/** A cause is asked for in an address, where a longer value has no room. */
const LONGEST_VALUE = 1_000;
const MOST_CAUSES = 100;
/** Of codes and columns. */
const MOST_KINDS = 200;

interface Counted {
  readonly cause: RowCause;
  readonly issue: StoredIssue;
  readonly said: string;
  varies: boolean;
  rows: number;
}

/** Rows of one code in one column, whatever the value, and by value. */
interface Kind {
  readonly all: Counted;
  /** Null: too many. */
  byValue: Map<string, Counted> | null;
}

/** Takes waiting rows, and tells their causes. */
export class CauseCounter {
  readonly #reader: RowReader;
  readonly #kinds = new Map<string, Kind>();
  /** Issues of causes beyond the most that are kept. */
  #others = 0;

  constructor(reader: RowReader) {
    this.#reader = reader;
  }

  add(row: WaitingTableRow): void {
    const own = new Set<Counted>();
    for (const issue of row.issues) {
      const cause = causeOf(row, issue, this.#reader);
      const kind = this.#kindOf(cause, issue);
      if (kind === null) continue;
      const said = saidBy(issue);
      count(kind.all, said, own);
      const { byValue } = kind;
      if (byValue === null) continue;
      const value = JSON.stringify(cause.value) ?? '';
      const known = byValue.get(value);
      if (known !== undefined) count(known, said, own);
      else if (byValue.size === MOST_VALUES || value.length > LONGEST_VALUE) kind.byValue = null;
      else byValue.set(value, first(cause, issue, own));
    }
  }

  /** The most frequent first. */
  list(): { readonly causes: CountedCause[]; readonly otherIssues: number } {
    const all = [...this.#kinds.values()].flatMap(told).sort((a, b) => b.rows - a.rows);
    const left = all.slice(MOST_CAUSES).reduce((sum, { rows }) => sum + rows, 0);
    const causes = all.slice(0, MOST_CAUSES).map(({ cause, issue, varies, rows }) => ({
      ...cause,
      message: rowIssueSentence(issue, this.#reader.language),
      varies,
      rows,
    }));
    return { causes, otherIssues: this.#others + left };
  }

  #kindOf({ code, column }: RowCause, issue: StoredIssue): Kind | null {
    const name = JSON.stringify([code, column]);
    const known = this.#kinds.get(name);
    if (known !== undefined) return known;
    if (this.#kinds.size === MOST_KINDS) {
      this.#others += 1;
      return null;
    }
    const kind: Kind = {
      all: { cause: { code, column }, issue, said: saidBy(issue), varies: false, rows: 0 },
      byValue: new Map(),
    };
    this.#kinds.set(name, kind);
    return kind;
  }
}

/** Values that stand in one row each tell nothing apart. */
const told = ({ all, byValue }: Kind): readonly Counted[] =>
  byValue === null || (byValue.size > 1 && byValue.size === all.rows)
    ? [all]
    : [...byValue.values()];

function first(cause: RowCause, issue: StoredIssue, own: Set<Counted>): Counted {
  const counted = { cause, issue, said: saidBy(issue), varies: false, rows: 1 };
  own.add(counted);
  return counted;
}

/** A row counts once. */
function count(counted: Counted, said: string, own: Set<Counted>): void {
  counted.varies ||= said !== counted.said;
  if (own.has(counted)) return;
  own.add(counted);
  counted.rows += 1;
}

const saidBy = ({ values, message }: StoredIssue): string => JSON.stringify([values, message]);

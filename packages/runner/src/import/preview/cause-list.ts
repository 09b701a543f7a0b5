/** The issues of an upload by cause, in bounded memory however many there are. */
import type { ShownCause, ShownPlace, StoredIssue } from '@longshore/contract';
import type { FailedRow } from '@longshore/database';

const MOST_CAUSES = 200;
const FIRST_ROWS = 5;

interface Counted {
  readonly issue: StoredIssue;
  readonly said: string;
  varies: boolean;
  rows: number;
  readonly first: ShownPlace[];
}

/** Takes failed rows, and tells their causes. */
export class CauseList {
  readonly #causes = new Map<string, Counted>();
  /** Issues of causes beyond the most that are kept. */
  others = 0;

  add(rows: readonly FailedRow[]): void {
    for (const { issues } of rows) {
      const own = new Set<Counted>();
      for (const issue of issues) this.#count(issue, own);
    }
  }

  /** `own`: causes that the row was counted for. */
  #count(issue: StoredIssue, own: Set<Counted>): void {
    const { code, column, row, sheet, file } = issue;
    const name = JSON.stringify([code, column]);
    let cause = this.#causes.get(name);
    if (cause === undefined) {
      if (this.#causes.size === MOST_CAUSES) {
        this.others++;
        return;
      }
      cause = { issue, said: saidBy(issue), varies: false, rows: 0, first: [] };
      this.#causes.set(name, cause);
    }
    cause.varies ||= saidBy(issue) !== cause.said;
    if (own.has(cause)) return;
    own.add(cause);
    cause.rows++;
    if (cause.first.length < FIRST_ROWS)
      cause.first.push({ row, ...(sheet && { sheet }), ...(file && { file }) });
  }

  /** The most frequent first. */
  list(): ShownCause[] {
    return [...this.#causes.values()]
      .sort((a, b) => b.rows - a.rows)
      .map(({ issue, varies, rows, first }) => ({ issue, varies, rows, first }));
  }
}

const saidBy = ({ values, message }: StoredIssue): string => JSON.stringify([values, message]);

/**
 * Failed rows as the tables of the adapters hold them, in pages bounded in rows and bytes. An
 * adapter gives the statements.
 */
import type { StoredIssue } from '@longshore/contract';
import { type CellJson, decodeCells } from './cell-json.js';
import type { WaitingRow } from './correction-ledger.js';
import type { Place } from './place.js';
import type { FailedRow } from './run-ledger.js';

/** Of a page of failed rows; but one row is always there. */
export const PAGE_BOUNDS = { rows: 1_000, bytes: 4 * 1024 ** 2 } as const;

/** JSON, or what the driver has made of it. */
type Json<Value> = string | Value;

interface StoredRow {
  readonly part: number;
  readonly row: number;
  readonly cells: Json<readonly CellJson[]>;
  readonly issues: Json<readonly StoredIssue[]>;
}

/** A failed row of an import. */
export interface StoredFailedRow extends StoredRow {
  readonly corrects_task: string | null;
  readonly corrects_part: number;
  readonly corrects_row: number;
}

/** A failed row that waits to be corrected. */
export interface StoredWaitingRow extends StoredRow {
  readonly ref_task: string;
  readonly ref_part: number;
  readonly ref_row: number;
  readonly holder_task: string;
  readonly holder_part: number;
  readonly holder_row: number;
}

/** The row of the port. */
export function failedRowOf(stored: StoredFailedRow): FailedRow {
  const row = { place: placeOf(stored), ...contentOf(stored) };
  const { corrects_task: taskId, corrects_part, corrects_row } = stored;
  if (taskId === null) return row;
  return { ...row, corrects: { taskId, place: { part: corrects_part, row: corrects_row } } };
}

/** The row of the port. */
export const waitingRowOf = (stored: StoredWaitingRow): WaitingRow => ({
  place: placeOf(stored),
  ref: { taskId: stored.ref_task, place: { part: stored.ref_part, row: stored.ref_row } },
  holder: {
    taskId: stored.holder_task,
    place: { part: stored.holder_part, row: stored.holder_row },
  },
  ...contentOf(stored),
});

const placeOf = ({ part, row }: StoredRow): Place => ({ part, row });

/** Both were written by `encodeCells` and `encodeIssues`. */
const contentOf = ({ cells, issues }: StoredRow) => ({
  cells: decodeCells(parsed(cells)),
  issues: parsed(issues),
});

const parsed = <Value>(json: Json<Value>): Value =>
  typeof json === 'string' ? (JSON.parse(json) as Value) : json;

/** Page after page, each asked for by the last place of the one before. */
export async function* pagesOfRows<Stored extends Place, Row>(
  after: Place,
  ask: (after: Place) => Promise<readonly Stored[]>,
  rowOf: (stored: Stored) => Row,
): AsyncGenerator<Row[]> {
  let last = after;
  for (;;) {
    const page = await ask(last);
    const end = page.at(-1);
    if (end === undefined) return;
    last = { part: end.part, row: end.row };
    yield page.map(rowOf);
  }
}

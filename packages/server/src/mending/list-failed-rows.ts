/** A page of the rows that wait to be corrected, and on the first page their causes. */
import {
  AppError,
  type FailedRowOut,
  type FailedRowsOut,
  type FailedRowsQuery,
  RowCause,
  rowIssueSentence,
} from '@longshore/contract';
import type { Place } from '@longshore/database';
import { hasCause, type WaitingTable, type WaitingTableRow } from '@longshore/executors';
import { parseInput } from '../http/parse-input.js';
import { CauseCounter } from './count-causes.js';
import { cellOut, columnsOut, failedRowOut, type RowReader } from './failed-row-out.js';

/** A call looks at no more rows: it takes half a second or less. */
const MOST_LOOKED = 50_000;

type Asked = Required<Pick<FailedRowsQuery, 'limit'>> &
  Pick<FailedRowsQuery, 'cursor' | 'cause' | 'q'>;

/** Throws AppError invalid_params. */
export async function listFailedRows(
  table: WaitingTable,
  { cursor, limit, cause, q }: Asked & { readonly limit: number },
  reader: RowReader,
): Promise<Omit<FailedRowsOut, 'counts'>> {
  const isWanted = filterOf({ cause, q }, table, reader);
  const counter = cursor === undefined ? new CauseCounter(reader) : null;
  const items: FailedRowOut[] = [];
  let looked = 0;
  /** The last row before the first that has no room. */
  let end: Place | null = null;
  let isMore = false;
  let isCut = false;
  const pages = table.rows(cursor === undefined ? {} : { after: placeOf(cursor) });
  for await (const row of eachRow(pages)) {
    isCut = looked === MOST_LOOKED;
    isMore ||= isCut;
    if (isCut) break;
    looked += 1;
    counter?.add(row);
    const isShown: boolean = !isMore && isWanted(row);
    isMore ||= isShown && items.length === limit;
    if (isMore && counter === null) break;
    if (isMore) continue;
    if (isShown) items.push(failedRowOut(row, reader));
    end = row.place;
  }
  const counted = counter?.list();
  return {
    columns: columnsOut(table, reader),
    items,
    nextCursor: isMore && end !== null ? cursorOf(end) : null,
    causes: counted?.causes ?? null,
    otherIssues: counted?.otherIssues ?? 0,
    looked,
    waiting: counter === null || isCut ? null : looked,
  };
}

async function* eachRow(pages: AsyncIterable<WaitingTableRow[]>): AsyncGenerator<WaitingTableRow> {
  for await (const page of pages) yield* page;
}

const placeOf = (cursor: string): Place => {
  const [part, row] = cursor.split('.').map(Number);
  return { part: part ?? 0, row: row ?? 0 };
};
const cursorOf = ({ part, row }: Place): string => `${part}.${row}`;

function filterOf(
  { cause, q }: Pick<Asked, 'cause' | 'q'>,
  table: WaitingTable,
  reader: RowReader,
): (row: WaitingTableRow) => boolean {
  const wanted = cause === undefined ? null : parseInput(RowCause, json(cause), ['cause']);
  if (wanted !== null) refuseGuess(wanted, table, reader);
  const part = q?.toLowerCase();
  return (row) =>
    (wanted === null || hasCause(row, wanted)) && (part === undefined || holds(row, part, reader));
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('invalid_params', {
      errors: [{ path: 'cause', message: 'is not JSON' }],
      cause,
    });
  }
}

/** Whether a value stands in a masked column is not for the caller either. */
export function refuseGuess(
  { column, value }: RowCause,
  table: WaitingTable,
  reader: RowReader,
): void {
  const isMasked = columnsOut(table, reader).some((one) => one.name === column && one.masked);
  if (!isMasked || value === undefined) return;
  const message = 'the values of this column are not for you';
  throw new AppError('invalid_params', { errors: [{ path: 'cause.value', message }] });
}

/** In a cell, or in what is wrong with the row. */
const holds = (row: WaitingTableRow, part: string, reader: RowReader): boolean =>
  row.part.columns.some(
    ({ name }, index) =>
      name !== null &&
      String(cellOut(row, index, reader) ?? '')
        .toLowerCase()
        .includes(part),
  ) ||
  row.issues.some((issue) => rowIssueSentence(issue, reader.language).toLowerCase().includes(part));

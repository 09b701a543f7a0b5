/**
 * The failed rows of an import that wait to be corrected, as a table: each row as the newest upload
 * left it, under the columns of all uploads that hold some of them. Used by the API, which shows
 * and names them, and by the runner, which runs them corrected.
 */
import type { ShownCell, StoredIssue } from '@longshore/contract';
import type {
  Cell,
  CorrectionLedger,
  Place,
  RowHolder,
  RowRef,
  WaitingRow,
  WaitingRowsOptions,
} from '@longshore/database';
import { toText } from '../cell-text.js';
import type { Column } from '../column.js';
import { headerKey } from '../columns-of.js';
import { type PartLayout, parseLayout, type RowsLayout } from './rows-layout.js';
import { type TakeCells, unitedPart, type WaitingPart } from './united-columns.js';

/** A row of the table. */
export interface WaitingTableRow {
  /** In the import. */
  readonly place: Place;
  readonly part: WaitingPart;
  /** Under the columns of its part; it ends with its last cell. */
  readonly cells: readonly Cell[];
  readonly issues: readonly StoredIssue[];
  /** The row that it is to correct: of the first import. */
  readonly ref: RowRef;
}

/** Waiting rows of one import. */
export interface WaitingTable extends Pick<RowsLayout, 'numbers' | 'dateOrders'> {
  /** As the sheets of the upload. */
  readonly parts: readonly WaitingPart[];
  /** Pages in reading order. */
  rows(options?: Pick<WaitingRowsOptions, 'after' | 'places'>): AsyncIterable<WaitingTableRow[]>;
}

interface OpenOptions {
  readonly ledger: CorrectionLedger;
  /** The executor's, as declared. */
  readonly columns: readonly Column[];
  readonly taskId: string;
  /**
   * As this import met the rows: those that it has corrected wait still, and what it or a later
   * import made of a row does not count. Default: as they are now.
   */
  readonly by?: string;
}

/** Null: it is not known how the rows are to be read. */
export async function openWaitingTable({
  ledger,
  columns,
  taskId,
  by,
}: OpenOptions): Promise<WaitingTable | null> {
  const layouts = new Map<string, RowsLayout>();
  // ids rise with time
  const isEarlier = (holder: RowHolder) => by === undefined || holder.taskId < by;
  const holders = (await ledger.holders(taskId)).filter(isEarlier);
  const holderIds = [...new Set(holders.map((holder) => holder.taskId))];
  for (const id of new Set([taskId, ...holderIds])) {
    const text = await ledger.layout(id);
    if (text === null) return null;
    layouts.set(id, parseLayout(text));
  }
  const own = layouts.get(taskId);
  if (own === undefined) return null;
  const takes = new Map<string, TakeCells>();
  const parts = own.parts.map((part, index) => {
    const number = index + 1;
    const here = holders.filter((holder) => holder.part === number && holder.taskId !== taskId);
    const others = here.flatMap((holder): [string, PartLayout][] => {
      const layout = layouts.get(holder.taskId)?.parts[holder.holderPart - 1];
      return layout === undefined
        ? []
        : [[nameOf(number, holder.taskId, holder.holderPart), layout]];
    });
    const united = unitedPart(number, [part, ...others.map(([, layout]) => layout)], columns);
    const names = [nameOf(number, taskId, number), ...others.map(([name]) => name)];
    for (const [i, name] of names.entries()) {
      const take = united.takes[i];
      if (take !== undefined) takes.set(name, take);
    }
    return united.part;
  });
  const tableRow = ({ place, ref, holder, cells, issues }: WaitingRow): WaitingTableRow => {
    const part = parts[place.part - 1];
    const take = takes.get(nameOf(place.part, holder.taskId, holder.place.part));
    if (part === undefined || take === undefined)
      throw new Error(`Row ${place.row} of task ${taskId} has cells of an unknown sheet`);
    return { place, part, cells: take(cells), issues, ref };
  };
  return {
    parts,
    numbers: own.numbers,
    dateOrders: own.dateOrders,
    async *rows(options) {
      const asked = { ...options, holders: holderIds, ...(by !== undefined && { by }) };
      for await (const page of ledger.waitingRows(taskId, asked)) yield page.map(tableRow);
    },
  };
}

const nameOf = (part: number, holder: string, holderPart: number): string =>
  `${part}/${holderPart}/${holder}`;

/** Where the column of an issue stands in the part; -1: nowhere. */
export function indexOfIssue(part: WaitingPart, { column }: Pick<StoredIssue, 'column'>): number {
  return column === null ? -1 : remembered(part, column, ISSUES, findIssue);
}

/** Where the column of that name stands in the part; -1: nowhere. */
export const indexOfName = (part: WaitingPart, name: string): number =>
  remembered(part, name, NAMES, findName);

type Indexes = WeakMap<WaitingPart, Map<string, number>>;
const ISSUES: Indexes = new WeakMap();
const NAMES: Indexes = new WeakMap();

/** Folding headers anew for each issue of each row would take most of the time of a page. */
function remembered(
  part: WaitingPart,
  name: string,
  memory: Indexes,
  find: (part: WaitingPart, key: string) => number,
): number {
  const known = memory.get(part) ?? new Map<string, number>();
  memory.set(part, known);
  const index = known.get(name) ?? find(part, headerKey(name));
  if (known.size < MOST_REMEMBERED) known.set(name, index);
  return index;
}

const MOST_REMEMBERED = 1_000;

function findIssue({ columns }: WaitingPart, wanted: string): number {
  const known = columns.findIndex(
    ({ column }) =>
      column !== null &&
      [column.header, ...column.aliases].some((text) => headerKey(text) === wanted),
  );
  return known === -1 ? columns.findIndex(({ header }) => headerKey(header) === wanted) : known;
}

const findName = ({ columns }: WaitingPart, wanted: string): number =>
  columns.findIndex(({ name }) => name !== null && headerKey(name) === wanted);

/** A cell as a page shows it, and as an edit gives it back. */
export function shownCell(cell: Cell): ShownCell {
  if (cell instanceof Date) return toText(cell);
  if (typeof cell !== 'object' || cell === null) return cell;
  return 'error' in cell ? cell.error : (cell.text ?? NO_RESULT);
}

const NO_RESULT = '#N/A';

/**
 * The rows of an upload as its preview read them, so that the import that is confirmed need not
 * read the workbook again: lines of JSON, packed. Only rows that any reading would give alike are
 * kept: not those of an error workbook, of which some wait no longer, nor those of a `parse` step.
 */
import type { Cell } from '@longshore/database';
import type { Table, TableRow } from '../import-table.js';
import { packedTexts, packTexts, type TextPacker } from './packed-texts.js';
import type { KeptObject } from './written-object.js';

/** The table, whose next reading keeps its rows; `end` resolves once they are all stored. */
export interface KeepingTable extends Table, Pick<TextPacker, 'end' | 'close'> {}

export function keepingTable(table: Table, object: KeptObject): KeepingTable {
  const { add, end, close } = packTexts(object);
  return {
    ...table,
    rows: async function* (asked) {
      for await (const batch of table.rows(asked)) {
        await add([textOfRows(batch)]);
        yield batch;
      }
    },
    end,
    close,
  };
}

/** The table with the rows that were kept. Throws as the store. */
export const keptTable = (table: Table, kept: KeptObject): Table => ({
  ...table,
  rows: async function* () {
    for await (const [text = ''] of packedTexts(kept)) yield rowsOfText(text, table);
  },
});

type CellJson = string | number | boolean | null | object;
type RowsJson = readonly (readonly [part: number, row: number, cells: readonly CellJson[]])[];

/** Rows as JSON. */
export const textOfRows = (rows: readonly Pick<TableRow, 'place' | 'cells'>[]): string =>
  JSON.stringify(
    rows.map(({ place: { part, row }, cells }) => [
      part,
      row,
      cells.map(jsonOf),
    ]) satisfies RowsJson,
  );

const jsonOf = (cell: Cell): CellJson => (cell instanceof Date ? { ms: cell.getTime() } : cell);

/** The rows that `textOfRows` wrote. */
export const rowsOfText = (text: string, { parts }: Pick<Table, 'parts'>): TableRow[] =>
  (JSON.parse(text) as RowsJson).map(([number, row, cells]) => {
    const part = parts[number - 1];
    if (part === undefined) throw new Error(`The upload was previewed with a part ${number}`);
    return { place: { part: number, row }, part, cells: cells.map(cellOf) };
  });

/** A time that no Date holds was written as null. */
const cellOf = (cell: CellJson): Cell =>
  typeof cell === 'object' && cell !== null && 'ms' in cell
    ? new Date(cell.ms === null ? Number.NaN : Number(cell.ms))
    : (cell as Cell); // written by jsonOf

/**
 * Which column of a file is which, while a person decides: what the layout proposes, changed choice
 * by choice. Knows nothing of React; the columns are those of the type.
 */
import type { FileLayout, TypeInfo, UploadOptions } from '@longshore/contract/browser';

type Columns = TypeInfo['columns'];

/** What a person says of a file; a header that leads to '' is not read. */
export interface ColumnChoice {
  readonly sheet: string;
  readonly headerRow: number;
  readonly keys: Readonly<Record<string, string>>;
}

/** As the layout proposes it. */
export const proposedChoice = (layout: FileLayout): ColumnChoice => ({
  sheet: layout.sheet,
  ...choiceOfRow(layout, layout.headerRow),
});

/** As the layout proposes it for another row. */
export function choiceOfRow(
  layout: FileLayout,
  headerRow: number,
): Pick<ColumnChoice, 'headerRow' | 'keys'> {
  const taken = new Set<string>();
  const keys = headersOf(layout, headerRow).map(({ text }): [string, string] => {
    const key = layout.proposed[text] ?? '';
    if (key === '' || taken.has(key)) return [text, ''];
    taken.add(key);
    return [text, key];
  });
  return { headerRow, keys: Object.fromEntries(keys) };
}

/** A property has one column: who takes it leaves the other header without. */
export function withKey(choice: ColumnChoice, header: string, key: string): ColumnChoice {
  const others = Object.entries(choice.keys).map(([text, held]): [string, string] => [
    text,
    held === key ? '' : held,
  ]);
  return { ...choice, keys: { ...Object.fromEntries(others), [header]: key } };
}

/** Required columns that no header leads to yet. */
export function missingOf({ keys }: ColumnChoice, columns: Columns): Columns {
  const given = new Set(Object.values(keys));
  return columns.filter(({ key, required }) => required && !given.has(key));
}

/** As a retry takes it. The sheet is named only where another one was chosen. */
export function optionsOf(
  { sheet, headerRow, keys }: ColumnChoice,
  layout: FileLayout,
): UploadOptions {
  if (sheet !== layout.sheet) return { sheet };
  const mapping = Object.entries(keys).map(([text, key]) => [text, key || null]);
  const ofRow = headerRow === 0 ? {} : { headerRow }; // 0: the header stands in no row
  return { ...ofRow, mapping: Object.fromEntries(mapping) };
}

/** A header of the file, and what stands below it. */
export interface ShownHeader {
  readonly text: string;
  readonly sample: string;
}

/** Those of a row that can be chosen: of equal ones the first, and none that was cut. */
export function headersOf({ rows }: FileLayout, headerRow: number): ShownHeader[] {
  const below = rows.filter(({ row }) => row > headerRow).sort((a, b) => a.row - b.row);
  const cells = rows.find(({ row }) => row === headerRow)?.cells ?? [];
  const seen = new Set(['']);
  return cells.flatMap((text, index) => {
    const name = folded(text);
    if (seen.has(name) || text.endsWith(CUT)) return [];
    seen.add(name);
    const sample = below.map((row) => row.cells[index] ?? '').find((cell) => cell !== '');
    return [{ text, sample: sample ?? '' }];
  });
}

const CUT = '…';

/** Headers that differ by case, width, blanks and `*` are one to the server. */
const folded = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\s\p{Cf}*]+/gu, '')
    .toLowerCase();

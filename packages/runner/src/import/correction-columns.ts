/**
 * The columns that an error workbook has beside those of the upload, or of a batch's records. When
 * the workbook comes back they are known by their headers, in whatever language, and left out.
 */
import { LANGUAGES, type Language, type Sentence, worded } from '@longshore/contract';
import { type Column, headerKey } from '@longshore/executors';

/**
 * `extra`: cells of a text file beyond its header; `file`: the file of an archive; `row`: where the
 * row stood in the upload; `flag`: the state of the record; `reasons`: what is wrong with it; `id`:
 * by which it is known when it comes back.
 */
export type CorrectionColumn = 'extra' | 'file' | 'row' | 'flag' | 'reasons' | 'id';

const HEADERS: Readonly<Record<CorrectionColumn, Sentence>> = {
  extra: { en: 'Beyond the header', zh: '超出表头的内容' },
  file: { en: 'File in upload', zh: '压缩包内文件' },
  row: { en: 'Row in upload', zh: '上传文件行号' },
  flag: { en: 'Flag of the record', zh: '记录处理标志' },
  reasons: { en: 'Reasons', zh: '错误原因' },
  id: { en: 'Row id (keep)', zh: '行标识（请保留）' },
};

/** A header that no column of the executor has: `Reasons`, else `Reasons (2)`. */
export function correctionHeader(
  column: CorrectionColumn,
  language: Language,
  columns: readonly Column[],
): string {
  const known = headersOf(columns);
  const header = worded(HEADERS[column], language);
  let free = header;
  for (let number = 2; known.has(headerKey(free)); number += 1) free = `${header} (${number})`;
  return free;
}

/** Null: a column of the upload's own. */
function correctionColumnOf(header: string): CorrectionColumn | null {
  return COLUMNS.get(headerKey(header).replace(/\(\d+\)$/, '')) ?? null;
}

const COLUMNS = new Map<string, CorrectionColumn>(
  (Object.keys(HEADERS) as CorrectionColumn[]) // its keys are those of the type
    .flatMap((column) =>
      LANGUAGES.map((language) => [headerKey(worded(HEADERS[column], language)), column] as const),
    ),
);

const headersOf = (columns: readonly Column[]): ReadonlySet<string> =>
  new Set(columns.flatMap(({ header, aliases }) => [header, ...aliases].map(headerKey)));

/** The upload's own part of a sheet. */
export interface OwnColumns<Cell> {
  /** Headers of the upload's own columns. */
  readonly header: readonly string[];
  /** A row may have cells beyond the header that an earlier reading refused. */
  readonly hasExtras: boolean;
  /** Where the ids of the rows stand in the sheet; null: the sheet has none. */
  readonly idIndex: number | null;
  /** The row without the columns of an error workbook; extra cells stand behind the header's. */
  take(cells: readonly Cell[]): readonly (Cell | null)[];
  /** Where a column of `take` stands in the sheet. */
  sheetIndex(index: number): number;
}

/** Null when the sheet has no column of an error workbook. */
export function ownColumns<Cell>(
  header: readonly string[],
  columns: readonly Column[],
): OwnColumns<Cell> | null {
  const known = headersOf(columns);
  const roles = header.map((text) =>
    known.has(headerKey(text)) ? null : correctionColumnOf(text),
  );
  if (roles.every((role) => role === null)) return null;
  const indexesOf = (wanted: CorrectionColumn | null): number[] =>
    roles.flatMap((role, index) => (role === wanted ? [index] : []));
  const own = indexesOf(null);
  const extras = indexesOf('extra');
  const order = [...own, ...extras];
  return {
    header: own.map((index) => header[index] ?? ''),
    hasExtras: extras.length > 0,
    idIndex: indexesOf('id')[0] ?? null,
    take: (cells) =>
      withoutTail([...order.map((index) => cells[index] ?? null), ...cells.slice(header.length)]),
    sheetIndex: (index) => order[index] ?? index,
  };
}

const withoutTail = <Cell>(cells: readonly (Cell | null)[]): readonly (Cell | null)[] =>
  cells.slice(0, cells.findLastIndex((cell) => cell !== null) + 1);

/**
 * The door `testing`: workbooks made by hand for tests, of parts around a sheet, each of which can
 * be replaced.
 */
import { bytesSource, type Cell, type ReadLimits, readXlsx } from '../index.js';
import { archive, type TestEntry } from './archive.js';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';

export { archive, type TestEntry };

/** Parts by name; null leaves one out. */
export type Parts = Readonly<Record<string, string | Uint8Array | null>>;

/** The part that names other parts. */
export const relationships = (
  ...entries: readonly (readonly [id: string, type: string, target: string])[]
): string =>
  `<Relationships xmlns="${PACKAGE}">${entries.map(([id, type, target]) => `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`).join('')}</Relationships>`;

/** The part of a sheet with these rows. */
export const worksheet = (sheetData: string): string =>
  `<worksheet xmlns="${MAIN}"><sheetData>${sheetData}</sheetData></worksheet>`;
/** The part of the strings that cells share; each item is the content of an `si`. */
export const sharedStrings = (...items: readonly string[]): string =>
  `<sst xmlns="${MAIN}">${items.map((item) => `<si>${item}</si>`).join('')}</sst>`;

/** A workbook with one sheet "S". */
export function workbookParts(sheet: string | Uint8Array, changed: Parts = {}): Parts {
  return {
    '_rels/.rels': relationships(['rId1', 'officeDocument', 'xl/workbook.xml']),
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relationships(
      ['rId1', 'worksheet', 'worksheets/sheet1.xml'],
      ['rId2', 'sharedStrings', 'sharedStrings.xml'],
      ['rId3', 'styles', 'styles.xml'],
    ),
    'xl/worksheets/sheet1.xml': sheet,
    ...changed,
  };
}

/** The parts as entries of an archive. */
export const entriesOf = (parts: Parts): TestEntry[] =>
  Object.entries(parts).flatMap(([name, data]) => (data === null ? [] : [{ name, data }]));

/** The bytes of a workbook with one sheet "S". */
export const workbookFile = (sheet: string | Uint8Array, changed?: Parts): Buffer =>
  archive(entriesOf(workbookParts(sheet, changed)));

/** All rows of the first sheet. */
export async function rowsOf(file: Uint8Array, limits?: Partial<ReadLimits>): Promise<Cell[][]> {
  const rows: Cell[][] = [];
  const book = await readXlsx(bytesSource(file), limits);
  for await (const batch of book.sheets[0]?.rows() ?? []) rows.push(...batch.rows);
  return rows;
}

/** Number of rows of the first sheet, without keeping them. */
export async function countRows(file: Uint8Array, limits?: Partial<ReadLimits>): Promise<number> {
  let count = 0;
  const book = await readXlsx(bytesSource(file), limits);
  for await (const batch of book.sheets[0]?.rows() ?? []) count += batch.rows.length;
  return count;
}

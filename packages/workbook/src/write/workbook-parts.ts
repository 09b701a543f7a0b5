/**
 * The small parts around the sheets: content types, relationships, the list of sheets (ECMA-376
 * parts 1 and 2).
 */
import { columnLetters } from '../column-letters.js';
import { escapeXml } from './escape-xml.js';

export interface WrittenSheet {
  readonly name: string;
  /** Columns with a header, and rows including it. */
  readonly columns: number;
  rows: number;
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONSHIP = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE_RELATIONSHIPS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const CONTENT_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

export const sheetPart = (index: number): string => `xl/worksheets/sheet${index + 1}.xml`;
export const sheetRelationshipsPart = (index: number): string =>
  `xl/worksheets/_rels/sheet${index + 1}.xml.rels`;

/** Part 2, 10.1.2.2 */
export function contentTypes(sheets: readonly WrittenSheet[]): string {
  const overrides = [
    ['xl/workbook.xml', 'sheet.main'],
    ['xl/styles.xml', 'styles'],
    ...sheets.map((_, index) => [sheetPart(index), 'worksheet']),
  ];
  return (
    `${DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    '<Default Extension="xml" ContentType="application/xml"/>' +
    overrides
      .map(
        ([part, type]) =>
          `<Override PartName="/${part}" ContentType="${CONTENT_TYPE}.${type}+xml"/>`,
      )
      .join('') +
    '</Types>'
  );
}

export const packageRelationships = (): string =>
  relationships([['rId1', 'officeDocument', 'xl/workbook.xml']]);

export const workbookRelationships = (sheets: readonly WrittenSheet[]): string =>
  relationships([
    ...sheets.map(
      (_, index) => [`rId${index + 1}`, 'worksheet', `worksheets/sheet${index + 1}.xml`] as const,
    ),
    [`rId${sheets.length + 1}`, 'styles', 'styles.xml'],
  ]);

/** Part 2, 9.3.2 */
const relationships = (
  entries: readonly (readonly [id: string, type: string, target: string])[],
): string =>
  `${DECLARATION}<Relationships xmlns="${PACKAGE_RELATIONSHIPS}">` +
  entries
    .map(
      ([id, type, target]) =>
        `<Relationship Id="${id}" Type="${RELATIONSHIP}/${type}" Target="${target}"/>`,
    )
    .join('') +
  '</Relationships>';

/** Part 1, 18.2.27 */
export function workbookXml(sheets: readonly WrittenSheet[]): string {
  const list = sheets.map(
    ({ name }, index) =>
      `<sheet name="${escapeXml(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
  );
  return (
    `${DECLARATION}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONSHIP}"><bookViews><workbookView/></bookViews>` +
    `<sheets>${list.join('')}</sheets>${filters(sheets)}</workbook>`
  );
}

/** Excel keeps an auto filter's range under a hidden name as well (18.2.5). */
function filters(sheets: readonly WrittenSheet[]): string {
  const names = sheets.flatMap(({ name, columns, rows }, index) => {
    if (columns === 0) return [];
    const range = `'${name.replaceAll("'", "''")}'!$A$1:$${columnLetters(columns - 1)}$${rows}`;
    return [
      `<definedName name="_xlnm._FilterDatabase" localSheetId="${index}" hidden="1">${escapeXml(range)}</definedName>`,
    ];
  });
  return names.length === 0 ? '' : `<definedNames>${names.join('')}</definedNames>`;
}

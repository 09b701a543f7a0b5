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
  readonly hidden?: boolean;
  /** The sheet has notes, in parts of their own. */
  hasNotes?: boolean;
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONSHIP = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE_RELATIONSHIPS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const CONTENT_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

export const sheetPart = (index: number): string => `xl/worksheets/sheet${index + 1}.xml`;
export const sheetRelationshipsPart = (index: number): string =>
  `xl/worksheets/_rels/sheet${index + 1}.xml.rels`;

export const commentsPart = (index: number): string => `xl/comments${index + 1}.xml`;
export const drawingPart = (index: number): string => `xl/drawings/vmlDrawing${index + 1}.vml`;
export const PROPERTIES_PART = 'docProps/custom.xml';
/** Id of the relationship from a sheet to the drawing of its notes. */
export const NOTES_DRAWING = 'notesDrawing';

/** Part 2, 10.1.2.2 */
export function contentTypes(sheets: readonly WrittenSheet[], hasProperties: boolean): string {
  const overrides = [
    ['xl/workbook.xml', 'sheet.main'],
    ['xl/styles.xml', 'styles'],
    ...sheets.map((_, index) => [sheetPart(index), 'worksheet']),
    ...sheets.flatMap(({ hasNotes }, index) =>
      hasNotes === true ? [[commentsPart(index), 'comments']] : [],
    ),
  ];
  const properties = hasProperties
    ? `<Override PartName="/${PROPERTIES_PART}" ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/>`
    : '';
  return (
    `${DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    '<Default Extension="xml" ContentType="application/xml"/>' +
    '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>' +
    overrides
      .map(
        ([part, type]) =>
          `<Override PartName="/${part}" ContentType="${CONTENT_TYPE}.${type}+xml"/>`,
      )
      .join('') +
    `${properties}</Types>`
  );
}

export const packageRelationships = (hasProperties: boolean): string =>
  relationships([
    ['rId1', 'officeDocument', 'xl/workbook.xml'],
    ...(hasProperties ? [['rId2', 'custom-properties', PROPERTIES_PART] as const] : []),
  ]);

/** Links and notes of a sheet. */
export const sheetRelationships = (index: number, links: string, hasNotes: boolean): string =>
  listOf(
    (hasNotes
      ? relationship(['notes', 'comments', `../comments${index + 1}.xml`]) +
        relationship([NOTES_DRAWING, 'vmlDrawing', `../drawings/vmlDrawing${index + 1}.vml`])
      : '') + links,
  );

/** Custom properties (part 1, 22.3) of the document: the zone whose wall clock its dates show. */
export const propertiesXml = (timeZone: string): string =>
  `${DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">` +
  `<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="longshore.timeZone"><vt:lpwstr>${escapeXml(timeZone)}</vt:lpwstr></property></Properties>`;

export const workbookRelationships = (sheets: readonly WrittenSheet[]): string =>
  relationships([
    ...sheets.map(
      (_, index) => [`rId${index + 1}`, 'worksheet', `worksheets/sheet${index + 1}.xml`] as const,
    ),
    [`rId${sheets.length + 1}`, 'styles', 'styles.xml'],
  ]);

type Relationship = readonly [id: string, type: string, target: string];

const relationships = (entries: readonly Relationship[]): string =>
  listOf(entries.map(relationship).join(''));

/** Part 2, 9.3.2 */
const listOf = (entries: string): string =>
  `${DECLARATION}<Relationships xmlns="${PACKAGE_RELATIONSHIPS}">${entries}</Relationships>`;

const relationship = ([id, type, target]: Relationship): string =>
  `<Relationship Id="${id}" Type="${RELATIONSHIP}/${type}" Target="${target}"/>`;

/** Part 1, 18.2.27 */
export function workbookXml(sheets: readonly WrittenSheet[]): string {
  const list = sheets.map(
    ({ name, hidden = false }, index) =>
      `<sheet name="${escapeXml(name)}" sheetId="${index + 1}"${hidden ? ' state="hidden"' : ''} r:id="rId${index + 1}"/>`,
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

/** What the issues of a row name beside its number: of several sheets, and of an archive. */
import type { FailedRow } from '@longshore/database';
import type { Table } from './import-table.js';

export interface PartName {
  readonly sheet?: string;
  readonly file?: string;
}

/** By part. */
export const partNames = ({ parts }: Pick<Table, 'parts'>): PartName[] =>
  parts.map(({ sheetName, fileName }) => ({
    ...(parts.length > 1 && { sheet: sheetName }),
    ...(fileName !== null && { file: fileName }),
  }));

export function withPart(row: FailedRow, names: readonly PartName[]): FailedRow {
  const name = names[row.place.part - FIRST_PART];
  return name === undefined
    ? row
    : { ...row, issues: row.issues.map((issue) => ({ ...issue, ...name })) };
}

const FIRST_PART = 1;

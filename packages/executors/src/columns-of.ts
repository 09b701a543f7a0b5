/**
 * The columns of a workbook, derived from the one zod object of a type. Used by defineExport and
 * defineImport.
 */
import { inLanguage, type Language } from '@longshore/contract';
import { WallDate } from '@longshore/database';
import { isDayFormat } from '@longshore/workbook/dates';
import type * as z from 'zod';
import { BusinessError } from './business-error.js';
import { fold, isBlank } from './cell-text.js';
import type { Column } from './column.js';
import type { ColumnMeta } from './column-meta.js';
import { conversionOf } from './conversion-of.js';
import type { Conversion } from './conversions.js';
import { type Field, fieldOf } from './field.js';
import { checkMeta } from './known-meta.js';
import { MASK, MASKED } from './mask-columns.js';
import type { Title } from './title.js';

/**
 * One column a property, in order. Throws BusinessError: a property no cell can hold, or two
 * columns with one header.
 */
export function columnsOf(row: z.ZodObject): readonly Column[] {
  const columns = Object.entries(row.shape).map(([key, schema]) =>
    columnOf(key, fieldOf(key, schema)),
  );
  if (columns.length === 0)
    throw new BusinessError('the row schema has no property; give it one for each column');
  refuseSharedHeaders(columns);
  return columns;
}

function columnOf(key: string, { inner, meta, required, blank }: Field): Column {
  checkMeta(key, meta);
  const declared = meta.header ?? key;
  const title: Title = { en: declared, zh: declared, ...meta.titles };
  const conversion = conversionOf(key, inner, meta);
  const isDay = conversion.kind === 'date' && meta.format !== undefined && isDayFormat(meta.format);
  const made = new Map<Language, Column>();
  const columnIn = (language: Language): Column => {
    const column =
      made.get(language) ??
      written(inLanguage(title, language), conversion.in?.(language) ?? conversion);
    made.set(language, column);
    return column;
  };
  const written = (
    header: string,
    { kind, labels, hasCustomCodec, toCell, fromCell }: Conversion,
  ): Column => ({
    key,
    header,
    title,
    aliases: otherHeaders(header, declared, meta),
    kind,
    isDay,
    required,
    format: meta.format ?? null,
    width: meta.width ?? null,
    isAttachment: meta.attachment ?? false,
    labels,
    hasCustomCodec,
    mask: meta.mask ?? null,
    isMasked: false,
    toCell: (value) =>
      value === null || value === undefined || value === '' ? null : toCell(value),
    fromCell: (cell, forms) => {
      if (cell === null || isBlank(cell)) return blank;
      if (isNoValue(cell)) return cell;
      if (meta.mask !== undefined && cell === MASK) return MASKED;
      return isDay ? dayOf(fromCell(cell, forms)) : fromCell(cell, forms);
    },
    in: columnIn,
  });
  return written(declared, conversion);
}

/** A day is what its cell shows, whatever moment that is in the zone of the task. */
const dayOf = (value: unknown): unknown =>
  value instanceof WallDate ? new Date(value.wallMs) : value;

/** An import takes a column by its title in any language too. */
function otherHeaders(
  header: string,
  declared: string,
  { aliases = [], titles = {} }: ColumnMeta,
): string[] {
  const others = new Set([declared, ...aliases, ...Object.values(titles)]);
  others.delete(header);
  return [...others];
}

/** The columns as the workbooks of a language have them. */
export const columnsIn = (columns: readonly Column[], language: Language): readonly Column[] =>
  columns.map((column) => column.in(language));

interface CellProblem {
  readonly problem: string;
  readonly text?: string;
}

/** What no column takes: an error such as `#N/A`, or a cell that the reader could not take. */
const isNoValue = (cell: unknown): cell is { readonly error: string } | CellProblem =>
  isCellError(cell) || isCellProblem(cell);

/** `#N/A` and its like: no column takes it. */
export const isCellError = (cell: unknown): cell is { readonly error: string } =>
  typeof cell === 'object' && cell !== null && 'error' in cell;

/** A cell that the reader could not take: digits lost, a formula without a result. */
export const isCellProblem = (cell: unknown): cell is CellProblem =>
  typeof cell === 'object' && cell !== null && 'problem' in cell;

/**
 * Readers find a column whatever the case, width and spaces of its header; so these must differ by
 * more than that.
 */
function refuseSharedHeaders(columns: readonly Column[]): void {
  const owners = new Map<string, string>();
  for (const { key, header, aliases } of columns) {
    for (const text of new Set([header, ...aliases].map(headerKey))) {
      const owner = owners.get(text);
      if (owner !== undefined)
        throw new BusinessError(
          `the columns "${owner}" and "${key}" share the header "${text}"; rename one in .meta()`,
        );
      owners.set(text, key);
    }
  }
}

/**
 * What two header texts share that mean one column: case, width, blanks and the marks of required
 * columns (`*`) are left out.
 */
export const headerKey = (header: string): string => fold(header).replaceAll('*', '');

/**
 * What is remembered of how an owner read a header, for the next upload of the type. It holds for
 * the very same header only.
 */
import { createHash } from 'node:crypto';
import type { UploadOptions } from '@longshore/contract';
import { type Column, headerKey } from '@longshore/executors';
import type { HeaderChoice } from '@longshore/tasks';

/** Null: the owner left it to the file. */
export function headerChoice(
  { headerRow, mapping }: Pick<UploadOptions, 'headerRow' | 'mapping'>,
  header: readonly string[],
): HeaderChoice | null {
  if (headerRow === undefined && mapping === undefined) return null;
  return { header: digestOf(header), mapping: mapping ?? {} };
}

export const sameHeader = (header: readonly string[], choice: HeaderChoice | null): boolean =>
  choice !== null && choice.header === digestOf(header);

/** Null too for a choice of columns that the type no longer has. */
export function usableChoice(
  choice: HeaderChoice | null,
  columns: readonly Column[],
): HeaderChoice | null {
  const known = new Set<string | null>([null, ...columns.map(({ key }) => key)]);
  const isUsable = choice !== null && Object.values(choice.mapping).every((key) => known.has(key));
  return isUsable ? choice : null;
}

/** Equal for headers that differ by case, width, white space or blank cells at their end. */
export const headerName = (header: readonly string[]): string =>
  header.map(headerKey).join('\n').trimEnd();

const digestOf = (header: readonly string[]): string =>
  createHash('sha256').update(headerName(header)).digest('base64url');

/**
 * What is remembered of how an owner read a header, for the next upload of the type. It holds for
 * the very same header only.
 */
import { createHash } from 'node:crypto';
import type { Mapping, UploadOptions } from '@longshore/contract';
import { type Column, headerKey } from '@longshore/executors';
import type { HeaderChoice } from '@longshore/tasks';

/** Null: the owner left it to the file. */
export function headerChoice(
  { headerRow, mapping }: Pick<UploadOptions, 'headerRow' | 'mapping'>,
  header: readonly string[],
): HeaderChoice | null {
  if (headerRow === undefined && mapping === undefined) return null;
  return { header: digestOf(header), mapping: mappingOf(header, mapping ?? {}) };
}

/**
 * The part of it that this header has: a mapping of several files names headers of the others too.
 */
export function mappingOf(header: readonly string[], mapping: Mapping): Mapping {
  const texts = new Set(header.map(headerKey));
  return Object.fromEntries(Object.entries(mapping).filter(([text]) => texts.has(headerKey(text))));
}

/** The choice for this very header. */
export function choiceFor(
  header: readonly string[],
  choices: readonly HeaderChoice[],
): HeaderChoice | null {
  if (choices.length === 0) return null;
  const digest = digestOf(header);
  return choices.find((choice) => choice.header === digest) ?? null;
}

/** Without choices of columns that the type no longer has. */
export function usableChoices(
  choices: readonly HeaderChoice[],
  columns: readonly Column[],
): readonly HeaderChoice[] {
  const known = new Set<string | null>([null, ...columns.map(({ key }) => key)]);
  return choices.filter(({ mapping }) => Object.values(mapping).every((key) => known.has(key)));
}

/** Equal for headers that differ by case, width, white space or blank cells at their end. */
export const headerName = (header: readonly string[]): string =>
  header.map(headerKey).join('\n').trimEnd();

const digestOf = (header: readonly string[]): string =>
  createHash('sha256').update(headerName(header)).digest('base64url');

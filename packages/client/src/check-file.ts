/** What can be said about a file before its upload: pure, used by the import dialog. */
import type { Texts } from './texts.js';

/** What a file must satisfy before it is sent. */
export interface FileRules {
  /** File name endings, as `.xlsx,.csv`. */
  readonly accept: string;
  /** Null: the server alone decides. */
  readonly maxBytes: number | null;
}

/** A sentence that says what is wrong and what to do; null when nothing is. */
export function checkFile(
  file: { name: string; size: number },
  { accept, maxBytes }: FileRules,
  texts: Texts,
): string | null {
  const endings = accept.split(',').map((ending) => ending.trim().toLowerCase());
  if (!endings.some((ending) => file.name.toLowerCase().endsWith(ending)))
    return texts.wrongFile(endings.join(', '));
  if (file.size === 0) return texts.emptyFile;
  if (maxBytes !== null && file.size > maxBytes) return texts.tooLarge(sizeText(maxBytes));
  return null;
}

/** Bytes for a person: `1.5 MB`. */
export function sizeText(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB'];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** power;
  return `${power === 0 ? value : value.toFixed(1).replace(/\.0$/, '')} ${units[power]}`;
}

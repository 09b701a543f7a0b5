/** Numbers, times and durations as a person reads them. */
import type { Language } from '@longshore/contract/browser';

const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', zh: 'zh-CN' };

export const number = (value: number): string => value.toLocaleString('en-US');

export const dateTime = (iso: string | null, language: Language): string =>
  timeText(iso, language, 'short');

/** With its seconds. */
export const exactTime = (iso: string | null, language: Language): string =>
  timeText(iso, language, 'medium');

const timeText = (iso: string | null, language: Language, timeStyle: 'short' | 'medium'): string =>
  iso === null
    ? '–'
    : new Date(iso).toLocaleString(LOCALES[language], { dateStyle: 'medium', timeStyle });

/** Two places at least, so that a column of prices is aligned. */
export const decimal = (value: number): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 6 });

/** `850 ms`, `12.4 s`, `3 min 05 s`. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${String(Math.floor((ms % 60_000) / 1_000)).padStart(2, '0')} s`;
}

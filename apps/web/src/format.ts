/** Numbers, times and durations as a person reads them. */
import { type InLanguages, inLanguage, type Language } from '@longshore/contract/browser';

const LOCALES: InLanguages = { en: 'en-GB', zh: 'zh-CN' };

export const number = (value: number): string => value.toLocaleString('en-US');

/** Whose words and whose wall clock; without a zone that of the browser. */
export interface Reader {
  readonly language: Language;
  readonly timeZone: string | undefined;
}

export const dateTime = (iso: string | null, reader: Reader): string =>
  timeText(iso, reader, 'short');

/** With its seconds. */
export const exactTime = (iso: string | null, reader: Reader): string =>
  timeText(iso, reader, 'medium');

/** A day, which is in no zone. */
export const day = (iso: string, language: Language): string =>
  new Date(iso).toLocaleDateString(inLanguage(LOCALES, language), {
    dateStyle: 'medium',
    timeZone: 'UTC',
  });

const timeText = (
  iso: string | null,
  { language, timeZone }: Reader,
  timeStyle: 'short' | 'medium',
): string =>
  iso === null
    ? '–'
    : new Date(iso).toLocaleString(inLanguage(LOCALES, language), {
        dateStyle: 'medium',
        timeStyle,
        timeZone,
      });

/** The zone of a task, when it is not that of the browser. */
export function otherZone({ timeZone }: { readonly timeZone: string }): string {
  const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return timeZone === own ? '' : timeZone;
}

/** Two places at least, so that a column of prices is aligned. */
export const decimal = (value: number): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 6 });

/** `850 ms`, `12.4 s`, `3 min 05 s`. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${String(Math.floor((ms % 60_000) / 1_000)).padStart(2, '0')} s`;
}

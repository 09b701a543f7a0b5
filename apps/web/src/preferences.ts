/**
 * Language and theme of this person, kept in the browser; at first what browser and system prefer.
 */
import type { Language } from '@longshore/contract/browser';
import { useCallback, useState } from 'react';

export type ThemeName = 'light' | 'dark';

export interface Preferences {
  readonly language: Language;
  readonly theme: ThemeName;
}

const KEY = 'longshore:preferences';

export function usePreferences(): [Preferences, (change: Partial<Preferences>) => void] {
  const [preferences, setPreferences] = useState(readPreferences);
  const change = useCallback((changed: Partial<Preferences>) => {
    setPreferences((before) => {
      const next = { ...before, ...changed };
      localStorage.setItem(KEY, JSON.stringify(next));
      return next;
    });
  }, []);
  return [preferences, change];
}

function readPreferences(): Preferences {
  // only this file writes it
  const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preferences>;
  return {
    language: kept.language ?? (navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en'),
    theme: kept.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'),
  };
}

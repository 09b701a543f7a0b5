/** Which columns of an export this person wants, kept in the browser per type. */
import type { TypeInfo } from '@longshore/contract/browser';
import { useStateOf } from './use-state-of.js';

type Columns = TypeInfo['columns'];

export interface ChosenColumns {
  /** In the order of the type. */
  readonly keys: readonly string[];
  /** Also those that the type may get later. */
  readonly isAll: boolean;
  readonly choose: (keys: readonly string[]) => void;
}

export function useChosenColumns(type: string, columns: Columns): ChosenColumns {
  const [kept, setKept] = useStateOf(type, readKept(type));
  const all = columns.map(({ key }) => key);
  const known = all.filter((key) => kept?.includes(key) ?? true);
  const keys = known.length === 0 ? all : known;
  return {
    keys,
    isAll: keys.length === all.length,
    choose: (wanted) => {
      const next = all.every((key) => wanted.includes(key)) ? null : wanted;
      if (next === null) localStorage.removeItem(nameOf(type));
      else localStorage.setItem(nameOf(type), JSON.stringify(next));
      setKept(next);
    },
  };
}

const nameOf = (type: string): string => `longshore:columns:${type}`;

/** Null: all of them. */
function readKept(type: string): readonly string[] | null {
  const text = localStorage.getItem(nameOf(type));
  // only this file writes it
  return text === null ? null : (JSON.parse(text) as string[]);
}

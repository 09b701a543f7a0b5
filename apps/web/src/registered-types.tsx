/**
 * What can be exported and imported here: read once for the whole page, asked for by navigation,
 * views, dialogs and lists.
 */
import type { Kind, Language, TypeInfo } from '@longshore/contract/browser';
import { createContext, type ReactNode, useCallback, useContext, useMemo } from 'react';
import { useRead } from './page-api.js';

/** One type with what it offers: an export, an import, a batch, or several of them. */
export interface TypeEntry {
  readonly type: string;
  readonly export: TypeInfo | undefined;
  readonly import: TypeInfo | undefined;
  readonly batch: TypeInfo | undefined;
}

/** `isKnown` false: the server has not answered yet. */
interface RegisteredTypes {
  readonly isKnown: boolean;
  readonly items: readonly TypeInfo[];
}

const Types = createContext<RegisteredTypes>({ isKnown: false, items: [] });

export function TypesProvider({ children }: { children: ReactNode }) {
  const { data } = useRead<{ items: readonly TypeInfo[] }>('/api/types');
  const types = useMemo(() => ({ isKnown: data !== undefined, items: data?.items ?? [] }), [data]);
  return <Types value={types}>{children}</Types>;
}

/** Each type once, in the server's order. */
export function useTypeEntries(): {
  readonly isKnown: boolean;
  readonly entries: readonly TypeEntry[];
} {
  const { isKnown, items } = useContext(Types);
  const entries = useMemo(() => {
    const find = (kind: Kind, type: string) =>
      items.find((info) => info.kind === kind && info.type === type);
    const names = [...new Set(items.map(({ type }) => type))];
    return names.map((type) => ({
      type,
      export: find('export', type),
      import: find('import', type),
      batch: find('batch', type),
    }));
  }, [items]);
  return { isKnown, entries };
}

/** The name of a type for people; its export's where several kinds have one. */
export const titleOfEntry = (entry: TypeEntry, language: Language): string =>
  (entry.export ?? entry.import ?? entry.batch)?.title[language] ?? entry.type;

/** Undefined: not known yet, or gone. */
export const useType = (kind: Kind, type: string): TypeInfo | undefined =>
  useFindType()(kind, type);

export function useFindType(): (kind: Kind, type: string) => TypeInfo | undefined {
  const { items } = useContext(Types);
  return useCallback(
    (kind, type) => items.find((info) => info.kind === kind && info.type === type),
    [items],
  );
}

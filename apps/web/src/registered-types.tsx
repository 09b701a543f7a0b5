/**
 * What can be exported and imported here: read once for the whole page, asked for by views, dialogs
 * and lists.
 */
import { useLongshore } from '@longshore/client/react';
import type { Kind, TypeInfo } from '@longshore/contract/browser';
import { createContext, type ReactNode, useCallback, useContext } from 'react';
import { useRead } from './page-api.js';

type Column = TypeInfo['columns'][number];

const Types = createContext<readonly TypeInfo[]>([]);

export function TypesProvider({ children }: { children: ReactNode }) {
  const { data } = useRead<{ items: readonly TypeInfo[] }>('/api/types');
  return <Types value={data?.items ?? NONE}>{children}</Types>;
}

const NONE: readonly TypeInfo[] = [];

/** Undefined: not known yet, or gone. */
export const useType = (kind: Kind, type: string): TypeInfo | undefined =>
  useFindType()(kind, type);

export function useFindType(): (kind: Kind, type: string) => TypeInfo | undefined {
  const types = useContext(Types);
  return useCallback(
    (kind, type) => types.find((info) => info.kind === kind && info.type === type),
    [types],
  );
}

/** A column as this page calls it, with the header of the workbook where that differs. */
export function useColumnName(kind: Kind, type: string): (header: string) => string {
  const { language } = useLongshore();
  const columns: readonly Column[] = useType(kind, type)?.columns ?? [];
  return (header) => {
    const title = columns.find((column) => column.header === header)?.title[language] ?? header;
    return title === header ? header : `${title} (${header})`;
  };
}

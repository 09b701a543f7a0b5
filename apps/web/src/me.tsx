/** Who looks at the page: read once; it decides whether the operators' part is offered. */
import type { Me } from '@longshore/contract/browser';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { useRead } from './page-api.js';

/** Null: not known yet, or nobody that the server knows. */
const Caller = createContext<{ readonly isKnown: boolean; readonly me: Me | null }>({
  isKnown: false,
  me: null,
});

export function MeProvider({ children }: { children: ReactNode }) {
  const { data, error } = useRead<Me>('/api/me');
  const isKnown = data !== undefined || error !== null;
  const value = useMemo(() => ({ isKnown, me: data ?? null }), [isKnown, data]);
  return <Caller value={value}>{children}</Caller>;
}

export const useMe = () => useContext(Caller);

export const useIsOperator = (): boolean => useMe().me?.operator === true;

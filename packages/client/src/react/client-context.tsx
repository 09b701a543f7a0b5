/** Gives components and hooks below it their client and language. */
import type { Language } from '@longshore/contract/browser';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import type { TaskClient } from '../task-client.js';

interface Longshore {
  readonly client: TaskClient;
  readonly language: Language;
}

const LongshoreContext = createContext<Longshore | null>(null);

/** The client and the language that all hooks and components below use. */
export interface LongshoreProviderProps extends Partial<Longshore> {
  readonly client: TaskClient;
  readonly children: ReactNode;
}

/**
 * `language` is that of the components' own texts, default English; the client's is that of the
 * server's.
 */
export function LongshoreProvider({ client, language = 'en', children }: LongshoreProviderProps) {
  const value = useMemo(() => ({ client, language }), [client, language]);
  return <LongshoreContext value={value}>{children}</LongshoreContext>;
}

/** Throws outside a LongshoreProvider. */
export function useLongshore(): Longshore {
  const value = useContext(LongshoreContext);
  if (value === null)
    throw new Error(
      'Longshore hooks and components need a <LongshoreProvider client={…}> above them.',
    );
  return value;
}

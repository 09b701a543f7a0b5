/**
 * Whether anyone can see an answer, and whether one can come: the browser's tab and line. In Node
 * always awake.
 */

export type PageState = 'awake' | 'hidden' | 'offline';

export interface Page {
  state(): PageState;
  /** Calls back after each change; returns how to stop that. */
  subscribe(listener: () => void): () => void;
}

const ALWAYS_AWAKE: Page = { state: () => 'awake', subscribe: () => () => undefined };

const CHANGES = [
  ['document', 'visibilitychange'],
  ['window', 'online'],
  ['window', 'offline'],
  ['window', 'pageshow'],
] as const;

/** The page this code runs in. */
export function currentPage(): Page {
  return typeof document === 'undefined' ? ALWAYS_AWAKE : BROWSER_PAGE;
}

const BROWSER_PAGE: Page = {
  state() {
    if (!navigator.onLine) return 'offline';
    return document.visibilityState === 'hidden' ? 'hidden' : 'awake';
  },
  subscribe(listener) {
    const target = (name: 'document' | 'window') => (name === 'document' ? document : window);
    for (const [name, change] of CHANGES) target(name).addEventListener(change, listener);
    return () => {
      for (const [name, change] of CHANGES) target(name).removeEventListener(change, listener);
    };
  },
};

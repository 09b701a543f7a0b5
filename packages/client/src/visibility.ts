/**
 * Whether anyone can see an answer, and whether one can come: the browser's tab and line. In Node
 * always awake.
 */

/** `awake`: seen and online; `hidden`: in a tab behind; `offline`: without a network. */
export type VisibilityState = 'awake' | 'hidden' | 'offline';

/** Tells whether a person can see an answer now, and when that changes. */
export interface Visibility {
  state(): VisibilityState;
  /** Calls back after each change; returns how to stop that. */
  subscribe(listener: () => void): () => void;
}

const ALWAYS_AWAKE: Visibility = { state: () => 'awake', subscribe: () => () => undefined };

const CHANGES = [
  ['document', 'visibilitychange'],
  ['window', 'online'],
  ['window', 'offline'],
  ['window', 'pageshow'],
] as const;

/** The visibility this code runs in. */
export function currentVisibility(): Visibility {
  return typeof document === 'undefined' ? ALWAYS_AWAKE : BROWSER_TAB;
}

const BROWSER_TAB: Visibility = {
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

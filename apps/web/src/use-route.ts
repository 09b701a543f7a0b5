/**
 * The page's address: which view, and of which task. Real paths, so that reload, back and links
 * work.
 */
import { type MouseEvent, useSyncExternalStore } from 'react';

export const VIEWS = ['orders', 'products', 'retail', 'tasks'] as const;
export type View = (typeof VIEWS)[number];

export interface Route {
  readonly view: View;
  /** Of one task's page. */
  readonly taskId: string | null;
}

const CHANGE = 'longshore:route';

export function useRoute(): Route {
  const path = useSyncExternalStore(subscribe, () => window.location.pathname);
  const [, first, second] = path.split('/');
  const view = VIEWS.find((name) => name === first) ?? 'orders';
  return { view, taskId: view === 'tasks' && second ? decodeURIComponent(second) : null };
}

export function goTo(path: string): void {
  window.history.pushState(null, '', path);
  window.dispatchEvent(new Event(CHANGE));
  window.scrollTo(0, 0);
}

/** Of a link within the page: a plain click stays in it, everything else is the browser's. */
export const linkTo = (path: string) => ({
  href: path,
  onClick: (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    goTo(path);
  },
});

function subscribe(listener: () => void): () => void {
  window.addEventListener('popstate', listener);
  window.addEventListener(CHANGE, listener);
  return () => {
    window.removeEventListener('popstate', listener);
    window.removeEventListener(CHANGE, listener);
  };
}

/**
 * The page's address: which view, and of what. Real paths, so that reload, back and links
 * work.
 */
import { type MouseEvent, useMemo, useSyncExternalStore } from 'react';
import { BASE_PATH } from './base-path.js';

/** `home` is the bare address, which leads to the first type. */
export type Route =
  | { readonly view: 'home' | 'tasks' | 'unknown' }
  | { readonly view: 'task'; readonly taskId: string }
  | { readonly view: 'type'; readonly type: string }
  /** The operators' part: `section` null is its first page, `item` one thing of a section. */
  | { readonly view: 'desk'; readonly section: string | null; readonly item: string | null };

export type DeskRoute = Extract<Route, { readonly view: 'desk' }>;

export const TASKS_PATH = '/tasks';
export const DESK_PATH = '/desk';
export const typePath = (type: string): string => `/types/${encodeURIComponent(type)}`;

const CHANGE = 'longshore:route';

/** The route of the address, followed through links, back and forward. */
export function useRoute(): Route {
  const path = useSyncExternalStore(subscribe, pathInPage);
  return useMemo(() => routeOf(path), [path]);
}

/** Below the path under which the page is served. */
const pathInPage = (): string => window.location.pathname.slice(BASE_PATH.length);

function routeOf(path: string): Route {
  const [first = '', second = '', ...rest] = path.split('/').filter((part) => part !== '');
  if (first === '') return { view: 'home' };
  if (first === 'desk' && rest.length < 2) {
    const [item = ''] = rest;
    return { view: 'desk', section: second || null, item: decodeURIComponent(item) || null };
  }
  if (rest.length > 0) return { view: 'unknown' };
  if (first === 'tasks')
    return second === '' ? { view: 'tasks' } : { view: 'task', taskId: decodeURIComponent(second) };
  if (first === 'types' && second !== '') return { view: 'type', type: decodeURIComponent(second) };
  return { view: 'unknown' };
}

export function goTo(path: string): void {
  window.history.pushState(null, '', BASE_PATH + path);
  window.dispatchEvent(new Event(CHANGE));
  window.scrollTo(0, 0);
}

/**
 * Values of the address after the question mark, so that a reload and a link keep them; undefined
 * and '' leave a name out.
 */
export function useSearch(): [URLSearchParams, (values: SearchValues) => void] {
  const text = useSyncExternalStore(subscribe, () => window.location.search);
  return [useMemo(() => new URLSearchParams(text), [text]), replaceSearch];
}

type SearchValues = Readonly<Record<string, string | undefined>>;

function replaceSearch(values: SearchValues): void {
  const search = new URLSearchParams(
    Object.entries(values).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  ).toString();
  replaceWith(`${pathInPage()}${search === '' ? '' : `?${search}`}`);
}

/** As goTo, without a step for the browser's back. */
export function replaceWith(path: string): void {
  window.history.replaceState(null, '', BASE_PATH + path);
  window.dispatchEvent(new Event(CHANGE));
}

/** Of a link within the page: a plain click stays in it, everything else is the browser's. */
export const linkTo = (path: string) => ({
  href: BASE_PATH + path,
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

/** A page whose tab and line the test switches. */
import type { Page, PageState } from '../page.js';

export interface TestPage extends Page {
  become(state: PageState): void;
}

export function createTestPage(): TestPage {
  const listeners = new Set<() => void>();
  let current: PageState = 'awake';
  return {
    state: () => current,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    become(state) {
      current = state;
      for (const listener of [...listeners]) listener();
    },
  };
}

/** A page whose tab and line the test switches. */
import type { Visibility, VisibilityState } from '../visibility.js';

export interface TestVisibility extends Visibility {
  become(state: VisibilityState): void;
}

export function createTestVisibility(): TestVisibility {
  const listeners = new Set<() => void>();
  let current: VisibilityState = 'awake';
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

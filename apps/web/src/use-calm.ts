/** Whether the person's system asks for a page without motion. */
import { useSyncExternalStore } from 'react';

const ASKED = matchMedia('(prefers-reduced-motion: reduce)');

export function useCalm(): boolean {
  return useSyncExternalStore(follow, () => ASKED.matches);
}

function follow(tell: () => void): () => void {
  ASKED.addEventListener('change', tell);
  return () => ASKED.removeEventListener('change', tell);
}

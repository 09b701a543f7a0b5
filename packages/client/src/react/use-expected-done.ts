/** Rows that are probably done, told anew each second while a task runs. */
import type { Progress } from '@longshore/contract/browser';
import { useEffect, useState } from 'react';
import { expectedDone } from '../expected-done.js';

const STEP_MS = 1_000;

/** `progress`: of the newest answer, the same object until the next; null: nothing runs. */
export function useExpectedDone(progress: Progress | null): number {
  const [held, setHeld] = useState({ progress, sinceMs: 0 });
  useEffect(() => {
    setHeld({ progress, sinceMs: 0 });
    if (progress === null || progress.rowsPerSecond === null) return;
    const from = Date.now();
    const step = () => setHeld({ progress, sinceMs: Date.now() - from });
    const timer = setInterval(step, STEP_MS);
    return () => clearInterval(timer);
  }, [progress]);
  if (progress === null) return 0;
  return expectedDone(progress, held.progress === progress ? held.sinceMs : 0);
}

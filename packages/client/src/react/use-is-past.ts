/** Whether a time has come, told anew when it does. For what is offered only until then. */
import { useEffect, useState } from 'react';

/** Longest that a browser's timer can wait. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** ISO 8601, or null: never. */
export function useIsPast(time: string | null): boolean {
  const due = time === null ? Number.POSITIVE_INFINITY : Date.parse(time);
  const [isPast, setPast] = useState(() => due <= Date.now());
  useEffect(() => {
    const leftMs = due - Date.now();
    setPast(leftMs <= 0);
    if (leftMs <= 0 || leftMs > LONGEST_TIMER_MS) return;
    const timer = setTimeout(() => setPast(true), leftMs);
    return () => clearTimeout(timer);
  }, [due]);
  return isPast;
}

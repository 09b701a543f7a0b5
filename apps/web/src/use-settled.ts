/** A value that changes with each key, once it has rested; the first one at once. */
import { useEffect, useState } from 'react';

/** `value` must be stable while it is the same. */
export function useSettled<Value>(value: Value, pauseMs: number): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pauseMs);
    return () => clearTimeout(timer);
  }, [value, pauseMs]);
  return settled;
}

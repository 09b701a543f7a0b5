/**
 * State that belongs to something, as ticked rows to a filter, and begins anew with another one.
 */
import { useCallback, useState } from 'react';

/** `owner` tells one from another: what the address says, mostly. */
export function useStateOf<State>(
  owner: string,
  initial: State,
): readonly [State, (state: State) => void] {
  const [held, setHeld] = useState({ owner, state: initial });
  const set = useCallback((state: State) => setHeld({ owner, state }), [owner]);
  return [held.owner === owner ? held.state : initial, set];
}

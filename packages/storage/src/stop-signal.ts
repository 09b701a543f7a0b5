/** One signal for all that a put started: the caller's abort, or the first failure inside. */
export interface StopSignal {
  /** Its reason is the first thing that happened. */
  readonly signal: AbortSignal;
  stop(reason: unknown): void;
}

export function stopSignal(outer: AbortSignal | undefined): StopSignal {
  const own = new AbortController();
  const signal = outer === undefined ? own.signal : AbortSignal.any([own.signal, outer]);
  return { signal, stop: (reason) => own.abort(reason) };
}

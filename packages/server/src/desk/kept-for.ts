/** An answer that is asked for once, for all who want it within a time. */

/** Calls that come while an answer is made share it; what `make` throws is not kept. */
export function keptFor<T>(keptMs: number, make: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | null = null;
  let madeAt = 0;
  return () => {
    const isOld = performance.now() - madeAt > keptMs;
    if (answer !== null && !isOld) return answer;
    madeAt = performance.now();
    const making = make();
    answer = making;
    making.catch(() => {
      if (answer === making) answer = null;
    });
    return making;
  };
}

/**
 * The signs of life of the main thread: a number in shared memory that it counts up, and by which
 * the lease thread tells how far the leases were given up. Used by lease-keeper.ts.
 */

export interface SignsOfLife {
  /** At 0 the signs; at 1 the id of the last lease that was given up. */
  readonly shared: Int32Array;
  /** Whether the main thread gave no sign for some seconds until just now. */
  wasBlocked(): boolean;
  /** Whether the leases up to this id were given up. */
  areGivenUp(leaseId: number): boolean;
  end(): void;
}

const SIGN_MS = 250;
/** Shorter than the timeout of any connection to Redis. */
const BLOCKED_MS = 5_000;
/** How long a block that has ended explains what fails. */
const AFTERMATH_MS = 5_000;

export function startSignsOfLife(): SignsOfLife {
  const shared = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  let lastSignAt = performance.now();
  let unblockedAt = Number.NEGATIVE_INFINITY;
  const give = () => {
    const now = performance.now();
    if (now - lastSignAt >= BLOCKED_MS) unblockedAt = now;
    lastSignAt = now;
    Atomics.add(shared, 0, 1);
  };
  const timer = setInterval(give, SIGN_MS).unref();
  return {
    shared,
    wasBlocked: () => {
      give(); // the timer may not have had its turn yet
      return performance.now() - unblockedAt < AFTERMATH_MS;
    },
    areGivenUp: (leaseId) => leaseId <= Atomics.load(shared, 1),
    end: () => clearInterval(timer),
  };
}

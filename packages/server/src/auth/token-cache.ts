/**
 * Caches what a token was verified to prove: a caller that polls is verified once, not at each
 * poll. Used by jwt-auth.ts.
 */

interface Verified<Holder> {
  readonly holder: Holder;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Entries live 10 minutes, so a revoked signing key stops working within 10 minutes. */
const CACHED_MS = 10 * 60_000;
/** Beyond this the oldest entry goes. */
const MAX_TOKENS = 10_000;

/** `verify` with a cache by token; what `verify` throws is not cached. */
export function cacheVerified<Holder>(
  verify: (token: string) => Promise<Verified<Holder>>,
  now: () => number = Date.now,
): (token: string) => Promise<Holder> {
  const known = new Map<string, Verified<Holder>>();

  return async (token) => {
    const seen = known.get(token);
    if (seen !== undefined && seen.expiresAt > now()) return seen.holder;
    known.delete(token);
    const { holder, expiresAt } = await verify(token);
    keep(token, { holder, expiresAt: Math.min(expiresAt, now() + CACHED_MS) });
    return holder;
  };

  function keep(token: string, verified: Verified<Holder>): void {
    const [oldest] = known.keys();
    if (known.size >= MAX_TOKENS && oldest !== undefined) known.delete(oldest);
    known.set(token, verified);
  }
}

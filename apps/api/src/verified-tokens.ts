/**
 * What a token was found to prove, by its text: a caller that polls is verified once, not at each
 * poll. Used by auth.ts.
 */

interface Verified<Holder> {
  readonly holder: Holder;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/**
 * So long at most a token is believed without asking anew: a key that its issuer took back ends
 * with it.
 */
const BELIEVED_MS = 10 * 60_000;
/** The oldest are verified anew when there are more. */
const MOST_TOKENS = 10_000;

/** `verify`, asked once a token until the token ends; what it throws is not kept. */
export function rememberVerified<Holder>(
  verify: (token: string) => Promise<Verified<Holder>>,
  now: () => number = Date.now,
): (token: string) => Promise<Holder> {
  const known = new Map<string, Verified<Holder>>();

  return async (token) => {
    const seen = known.get(token);
    if (seen !== undefined && seen.expiresAt > now()) return seen.holder;
    known.delete(token);
    const { holder, expiresAt } = await verify(token);
    keep(token, { holder, expiresAt: Math.min(expiresAt, now() + BELIEVED_MS) });
    return holder;
  };

  function keep(token: string, verified: Verified<Holder>): void {
    const [oldest] = known.keys();
    if (known.size >= MOST_TOKENS && oldest !== undefined) known.delete(oldest);
    known.set(token, verified);
  }
}

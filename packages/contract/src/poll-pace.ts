/** The pace of polling, which server and client share. */

/**
 * Bounds of `pollAfterMs`, and how many early answers ask for the quick pace while no ETA is known.
 */
export const POLL = { quickMs: 1_000, slowMs: 10_000, quickAnswers: 3 } as const;

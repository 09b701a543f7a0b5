/**
 * The circuit breaker of one part: open while the part is away. An open circuit asks the part again
 * after a pause that doubles; once the part answers, the circuit is half open for a trial, in which
 * work is taken, and closes when nothing failed. Used by circuits.ts.
 */
import type { Part } from '@longshore/contract';
import type { Log } from '@longshore/tasks';

/** Closed: the part is there. Half open: it answers again, after it was away. */
export type CircuitState = 'closed' | 'open' | 'half-open';

export interface Circuit {
  readonly state: () => CircuitState;
  /** Asks the part, unless the circuit is open; opens when the part does not answer. */
  isAway(): Promise<boolean>;
  /** Whether the circuit has not been closed all the time since then. */
  wasAway(sinceMs: number): boolean;
  /** The part itself said that it is away. */
  open(error: unknown): void;
  /** Asks no more. */
  end(): void;
}

interface CircuitOptions {
  readonly part: Part;
  /** Throws when the part does not answer. */
  readonly ask: () => Promise<void>;
  readonly onChange: () => void;
  readonly log: Log;
}

const NAMES: Readonly<Record<Part, string>> = {
  redis: 'Redis',
  store: 'the object store',
  database: 'the database',
};

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 10_000;
/** A part that answers the question may still refuse the work: a right is missing. */
const TRIAL_MS = 3_000;

export function createCircuit({ part, ask, onChange, log }: CircuitOptions): Circuit {
  let state: CircuitState = 'closed';
  let pauseMs = FIRST_PAUSE_MS;
  let timer: NodeJS.Timeout | undefined;
  let hasEnded = false;
  let closedAt = Number.NEGATIVE_INFINITY;

  const enter = (next: CircuitState) => {
    state = next;
    onChange();
  };
  const later = (act: () => void, afterMs: number) => {
    clearTimeout(timer);
    timer = setTimeout(act, afterMs).unref();
  };
  /** With up to a quarter of jitter, so that the workers of a fleet do not ask in one moment. */
  const askLater = () => later(() => void probe(), pauseMs * (1 + Math.random() / 4));
  const lengthenPause = () => {
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
  };

  const open = (error: unknown) => {
    if (hasEnded || state === 'open') return;
    if (state === 'half-open') lengthenPause();
    else {
      pauseMs = FIRST_PAUSE_MS;
      log.warn({ part, err: error }, `${NAMES[part]} is away: this worker takes no jobs`);
    }
    enter('open');
    askLater();
  };
  const probe = async () => {
    const isThere = await ask().then(
      () => true,
      () => false, // the first failure was logged
    );
    if (hasEnded) return;
    if (isThere) {
      enter('half-open');
      later(close, TRIAL_MS);
    } else {
      lengthenPause();
      askLater();
    }
  };
  const close = () => {
    log.info({ part }, `${NAMES[part]} is back: this worker takes jobs again`);
    closedAt = Date.now();
    enter('closed');
  };

  return {
    state: () => state,
    isAway: async () => {
      if (state !== 'open') await ask().catch(open);
      return state === 'open';
    },
    wasAway: (sinceMs) => state !== 'closed' || closedAt >= sinceMs,
    open,
    end: () => {
      hasEnded = true;
      clearTimeout(timer);
    },
  };
}

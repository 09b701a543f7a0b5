/** What of one run under a fault was not as it had to be. */
import type { TaskResultOut } from '@longshore/contract';

export interface Figures {
  /** A sentence for each wrong figure. */
  readonly wrong: readonly string[];
  /** Compares by value. */
  expectSame(what: string, is: unknown, must: unknown): void;
  /** The counts of every answer add up. */
  see(answer: TaskResultOut): void;
}

/** `name`: of the run. */
export function figuresOf(name: string): Figures {
  const wrong: string[] = [];
  const expectSame: Figures['expectSame'] = (what, is, must) => {
    if (JSON.stringify(is) !== JSON.stringify(must))
      wrong.push(` ${name}: ${what} ${JSON.stringify(is)}, not ${JSON.stringify(must)}`);
  };
  return {
    wrong,
    expectSame,
    see: ({ counts }) => {
      if (counts?.total == null) return;
      const { total, succeeded, failed, unprocessed } = counts;
      expectSame('sum of the counts', succeeded + failed + (unprocessed ?? 0), total);
    },
  };
}

/** `3 wrong figures`, and the first of them. */
export const wrongText = (wrong: readonly string[]): string =>
  `${wrong.length} wrong figures${wrong.slice(0, 3).join(';')}`;

/** Store and database, asked at each look; Redis is told by each process itself. */
import type { Part } from '@longshore/contract';
import { type NewCheck, sighting } from './check.js';

const ASKED: readonly Part[] = ['store', 'database'];

export const partsAway: NewCheck = ({ ask, thresholds }) => {
  const awaySince = new Map<Part, number>();
  return {
    causes: ['part_away'],
    look: async () => {
      const seen = await Promise.all(
        ASKED.map(async (part) => {
          const reason = await silenceOf(part);
          if (reason === null) return [];
          return [sighting('part_away', { subject: part, details: { reason } })];
        }),
      );
      return seen.flat();
    },
  };

  /** Null: it answers, or has not been silent for long enough. */
  async function silenceOf(part: Part): Promise<string | null> {
    try {
      await ask(part);
      awaySince.delete(part);
      return null;
    } catch (error) {
      const since = awaySince.get(part) ?? performance.now();
      awaySince.set(part, since);
      const isLong = performance.now() - since >= thresholds.partAwayMs;
      return isLong ? (error instanceof Error ? error.message : String(error)) : null;
    }
  }
};

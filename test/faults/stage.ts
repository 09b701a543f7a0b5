/** Where a fault is played: systems of real processes, ended with the fault. */
import { type System, type SystemOptions, startSystem } from '../support/system.js';

export interface Stage {
  /** Small enough for `npm test`; false: at length, by `npm run faults`. */
  readonly isShort: boolean;
  /** How often the fault strikes: few times in the short form. */
  times(short: number, long: number): number;
  /** Starts a system of its own. */
  system(options?: Omit<SystemOptions, 'databaseUrl'>): Promise<System>;
}

interface StageOptions {
  /** PostgreSQL in which each system gets a database of its own. */
  readonly databaseUrl: string;
  readonly isShort: boolean;
}

/** Plays `act` on a new stage and ends every system it started. */
export async function onStage<Result>(
  { databaseUrl, isShort }: StageOptions,
  act: (stage: Stage) => Promise<Result>,
): Promise<Result> {
  const systems: System[] = [];
  try {
    return await act({
      isShort,
      times: (short, long) => (isShort ? short : long),
      system: async (options) => {
        const system = await startSystem({ databaseUrl, ...options });
        systems.push(system);
        return system;
      },
    });
  } finally {
    await Promise.all(systems.map((system) => system.stop()));
  }
}

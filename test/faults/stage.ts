/** Where a fault is played: systems of real processes, ended with the fault. */
import type { S3Server } from '../support/provided.js';
import { type System, type SystemOptions, startSystem } from '../support/system.js';

export interface Stage {
  /** Throws where none can be had; see `needsS3` of a fault. */
  readonly s3: S3Server;
  /** Small enough for `npm test`; false: at length, by `npm run faults`. */
  readonly isShort: boolean;
  /** How often the fault strikes: few times in the short form. */
  times(short: number, long: number): number;
  /** Starts a system of its own. */
  system(options?: Omit<SystemOptions, 'databaseUrl'>): Promise<System>;
}

/** A fault that is watched closely must not be taken for too many calls. */
const UNLIMITED = { RATE_LIMIT_PER_MINUTE: '1000000' };

interface StageOptions {
  /** PostgreSQL in which each system gets a database of its own. */
  readonly databaseUrl: string;
  /** Null where none can be had. */
  readonly s3: S3Server | null;
  readonly isShort: boolean;
  /** Rejects when the fault is to be broken off. */
  readonly stopped?: Promise<never>;
}

/** Plays `act` on a new stage and ends every system it started. */
export async function onStage<Result>(
  { databaseUrl, s3, isShort, stopped }: StageOptions,
  act: (stage: Stage) => Promise<Result>,
): Promise<Result> {
  const systems: System[] = [];
  try {
    const played = act({
      get s3() {
        if (s3 === null) throw new Error('no S3 server can be had here');
        return s3;
      },
      isShort,
      times: (short, long) => (isShort ? short : long),
      system: async (options) => {
        const env = { ...UNLIMITED, ...options?.env };
        const system = await startSystem({ databaseUrl, ...options, env });
        systems.push(system);
        return system;
      },
    });
    return await (stopped === undefined ? played : Promise.race([played, stopped]));
  } finally {
    await Promise.all(systems.map((system) => system.stop()));
  }
}

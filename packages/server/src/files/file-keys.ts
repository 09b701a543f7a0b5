/**
 * The keys that seal and open file addresses, as this process knows them: a ring in Redis that all
 * API processes share, or keys that the host gives. Used by create-task-centre.ts.
 */
import { createHash } from 'node:crypto';
import {
  type KeyLives,
  type Log,
  type SigningKey,
  startSweeper,
  type TaskStore,
} from '@longshore/tasks';
import type { FileKey } from './file-token.js';

export interface FileKeys {
  /** Seals new addresses. */
  newest(): FileKey;
  /** Undefined: no key has this id, in Redis neither. */
  find(id: string): Promise<FileKey | undefined>;
  close(): Promise<void>;
}

const READ_EVERY_MS = 1_000;

interface RingOptions {
  readonly tasks: Pick<TaskStore, 'signingKeys'>;
  readonly lives: KeyLives;
  readonly log: Log;
}

/**
 * The ring in Redis, read at once, each second and whenever an unknown id is asked for. A ring that
 * Redis lost gets the keys of this process back. Throws AppError redis_unavailable.
 */
export async function sharedFileKeys({ tasks, lives, log }: RingOptions): Promise<FileKeys> {
  let ring: readonly SigningKey[] = [];
  let reading: Promise<void> | null = null;
  const read = async () => {
    ring = await tasks.signingKeys(lives, ring);
  };
  /** Calls that come meanwhile share one read: a flood of guessed ids costs no more. */
  const readOnce = () => {
    reading ??= read().finally(() => {
      reading = null;
    });
    return reading;
  };
  await readOnce();
  const known = (id: string) => ring.find((key) => key.id === id);
  const sweeper = startSweeper({
    name: 'signing keys',
    everyMs: READ_EVERY_MS,
    firstAfterMs: READ_EVERY_MS,
    log,
    round: readOnce,
  });
  return {
    newest: () => first(ring),
    find: async (id) => {
      if (known(id) === undefined) await readOnce();
      return known(id);
    },
    close: sweeper.close,
  };
}

/** Keys of the host's own: the first seals, all of them open. */
export function givenFileKeys(secrets: readonly string[]): FileKeys {
  const keys = secrets.map((secret) => ({ id: idOf(secret), secret: Buffer.from(secret) }));
  return {
    newest: () => first(keys),
    find: async (id) => keys.find((key) => key.id === id),
    close: async () => {},
  };
}

/** The same on every host that was given the same secret, and tells nothing about it. */
const idOf = (secret: string): string =>
  createHash('sha256').update(`file key id of ${secret}`).digest('hex').slice(0, 8);

function first<Key>([key]: readonly Key[]): Key {
  if (key === undefined) throw new Error('there is no key that seals file addresses');
  return key;
}

/**
 * The ring of keys that seal file addresses, in Redis and shared by every API process. Used by
 * create-task-store.ts.
 */
import { randomBytes } from 'node:crypto';
import { SIGNING_KEYS } from './keys.js';
import type { StoreContext } from './store-context.js';
import { toFields } from './task-fields.js';

/** One key of the ring. */
export interface SigningKey {
  /** 8 hexadecimal digits; stands in every address that the key seals. */
  readonly id: string;
  readonly secret: Buffer;
  /** Milliseconds since 1970 by Redis TIME. */
  readonly madeAt: number;
}

/** How long keys of the ring seal and open addresses. */
export interface KeyLives {
  /** Age at which a key stops sealing new addresses. */
  readonly rotateMs: number;
  /** Age at which a key is dropped: no address that it sealed is of use any more. */
  readonly keepMs: number;
}

/** Reads the ring, newest key first; `known` come back into it where Redis lost them. */
export type SigningKeys = (lives: KeyLives, known: readonly SigningKey[]) => Promise<SigningKey[]>;

const ID_BYTES = 4;
const SECRET_BYTES = 32;

export function signingKeys({ run }: StoreContext): SigningKeys {
  return async ({ rotateMs, keepMs }, known) => {
    const id = randomBytes(ID_BYTES).toString('hex');
    const secret = randomBytes(SECRET_BYTES).toString('base64');
    const fields = await run(
      'signing-keys',
      [SIGNING_KEYS],
      [rotateMs, keepMs, id, secret, ...known.flatMap((key) => [key.id, valueFor(key)])],
    );
    return Object.entries(toFields(fields) ?? {})
      .map(readKey)
      .sort((a, b) => b.madeAt - a.madeAt || (a.id < b.id ? -1 : 1));
  };
}

const valueFor = ({ madeAt, secret }: SigningKey): string =>
  `${madeAt} ${secret.toString('base64')}`;

function readKey([id, value]: [string, string]): SigningKey {
  const [madeAt, secret = ''] = value.split(' ');
  return { id, secret: Buffer.from(secret, 'base64'), madeAt: Number(madeAt) };
}

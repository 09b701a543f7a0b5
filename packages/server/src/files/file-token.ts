/**
 * The token of a file address: task, attempt, which file and expiry, sealed by HMAC-SHA-256 with a
 * key that the token names. Works without a header until it expires.
 * Layout, then base64url: 16 bytes task id, 4 attempt, 1 file, 6 expiry (ms since 1970), 4 key id,
 * 16 MAC over the rest, the left half of HMAC-SHA-256 (RFC 2104, 5): two addresses fit a polling
 * answer. Where the address was made for somebody else than the owner, that name in UTF-8 stands
 * before the MAC.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { AppError } from '@longshore/contract';
import type { SigningKey } from '@longshore/tasks';

/**
 * Files of a task; `original`: what the person sent, as it came; `manifest`: what the result of an
 * export is; `summary`, `detail`: how an import ended, and each of its rows. A token has the index
 * of its role.
 */
export const FILE_ROLES = [
  'result',
  'issues',
  'original',
  'manifest',
  'summary',
  'detail',
] as const;
export type FileRole = (typeof FILE_ROLES)[number];

export interface FileClaim {
  readonly taskId: string;
  readonly attempt: number;
  readonly file: FileRole;
  /** Milliseconds since 1970 by Redis TIME. */
  readonly expiresAt: number;
  /** Who asked for the address, when it was not the owner; else null. */
  readonly madeFor: string | null;
}

export type FileKey = Pick<SigningKey, 'id' | 'secret'>;

const KEY_AT = 27;
const BODY_BYTES = 31;
const MAC_BYTES = 16;

export function signFile(claim: FileClaim, key: FileKey): string {
  const fixed = Buffer.alloc(BODY_BYTES);
  fixed.write(claim.taskId.replaceAll('-', ''), 0, 'hex');
  fixed.writeUInt32BE(claim.attempt, 16);
  fixed.writeUInt8(FILE_ROLES.indexOf(claim.file), 20);
  fixed.writeUIntBE(claim.expiresAt, 21, 6);
  fixed.write(key.id, KEY_AT, 'hex');
  const body = Buffer.concat([fixed, Buffer.from(claim.madeFor ?? '')]);
  return Buffer.concat([body, macOf(body, key)]).toString('base64url');
}

/**
 * What the token claims; whether it has expired is the caller's to judge. `findKey` knows the keys
 * by id. Throws AppError invalid_address.
 */
export async function openFileToken(
  token: string,
  findKey: (id: string) => Promise<FileKey | undefined>,
): Promise<FileClaim> {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length < BODY_BYTES + MAC_BYTES) throw new AppError('invalid_address');
  const body = bytes.subarray(0, -MAC_BYTES);
  const key = await findKey(body.toString('hex', KEY_AT, BODY_BYTES));
  if (key === undefined || !timingSafeEqual(bytes.subarray(-MAC_BYTES), macOf(body, key)))
    throw new AppError('invalid_address');
  return {
    taskId: uuid(body.toString('hex', 0, 16)),
    attempt: body.readUInt32BE(16),
    file: FILE_ROLES[body.readUInt8(20)] ?? 'result',
    expiresAt: body.readUIntBE(21, 6),
    madeFor: body.toString('utf8', BODY_BYTES) || null,
  };
}

const macOf = (body: Buffer, { secret }: FileKey): Buffer =>
  createHmac('sha256', secret).update(body).digest().subarray(0, MAC_BYTES);

const uuid = (hex: string): string =>
  hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

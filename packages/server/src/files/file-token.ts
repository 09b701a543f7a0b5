/**
 * The token of a file address: task, attempt, which file and expiry, sealed by HMAC-SHA-256. Works
 * without a header until it expires.
 * Layout, then base64url: 16 bytes task id, 4 attempt, 1 file, 6 expiry (ms since 1970), 16 MAC
 * over the rest, the left half of HMAC-SHA-256 (RFC 2104, 5): two addresses fit a polling answer.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { AppError } from '@longshore/contract';

const FILES = ['result', 'issues'] as const;
export type FileRole = (typeof FILES)[number];

export interface FileClaim {
  readonly taskId: string;
  readonly attempt: number;
  readonly file: FileRole;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

const BODY_BYTES = 27;
const MAC_BYTES = 16;

export function signFile(claim: FileClaim, key: Buffer): string {
  const body = Buffer.alloc(BODY_BYTES);
  body.write(claim.taskId.replaceAll('-', ''), 0, 'hex');
  body.writeUInt32BE(claim.attempt, 16);
  body.writeUInt8(FILES.indexOf(claim.file), 20);
  body.writeUIntBE(claim.expiresAt, 21, 6);
  return Buffer.concat([body, macOf(body, key)]).toString('base64url');
}

/** Throws AppError invalid_address or address_expired. */
export function openFileToken(token: string, key: Buffer, now: number): FileClaim {
  const bytes = Buffer.from(token, 'base64url');
  const body = bytes.subarray(0, BODY_BYTES);
  if (
    bytes.length !== BODY_BYTES + MAC_BYTES ||
    !timingSafeEqual(bytes.subarray(BODY_BYTES), macOf(body, key))
  )
    throw new AppError('invalid_address');
  const claim = {
    taskId: uuid(body.toString('hex', 0, 16)),
    attempt: body.readUInt32BE(16),
    file: FILES[body.readUInt8(20)] ?? 'result',
    expiresAt: body.readUIntBE(21, 6),
  };
  if (claim.expiresAt <= now) throw new AppError('address_expired');
  return claim;
}

const macOf = (body: Buffer, key: Buffer): Buffer =>
  createHmac('sha256', key).update(body).digest().subarray(0, MAC_BYTES);

const uuid = (hex: string): string =>
  hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

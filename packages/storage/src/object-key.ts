/** Which keys there are. The one guard between a key and a path on disk, used by both stores. */
import { AppError } from '@longshore/contract';

/** No leading dot: no `..`, and such names are left to the disk store's own files. */
const SEGMENT = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$/;
const MAX_LENGTH = 900;

/** Gives the key back. Throws AppError `internal`: keys are made by programs, never by people. */
export function checkKey(key: string): string {
  if (key.length <= MAX_LENGTH && key.split('/').every((segment) => SEGMENT.test(segment)))
    return key;
  throw new AppError('internal', {
    message: `${JSON.stringify(key)} is not an object key: segments of [A-Za-z0-9._-], joined by "/".`,
  });
}

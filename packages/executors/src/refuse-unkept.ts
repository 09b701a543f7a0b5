/**
 * What JSON does not keep as it is: it makes NaN null and a Date a text without a word. Used by
 * checkpoints of routines and by retryable calls.
 */

/** Throws TypeError: `what: path holds NaN, …`, with the place in the value. */
export function refuseUnkept(value: unknown, what: string, path: string): void {
  if (Array.isArray(value)) {
    // a hole, and an undefined, become null
    for (const [i, item] of [...value].entries()) {
      if (item === undefined) throw unkept(what, `${path}.${i}`, 'undefined');
      refuseUnkept(item, what, `${path}.${i}`);
    }
  } else if (typeof value === 'object' && value !== null) {
    if (!isPlain(value)) throw unkept(what, path, value.constructor.name);
    for (const [key, item] of Object.entries(value)) refuseUnkept(item, what, `${path}.${key}`);
  } else if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0)))
    throw unkept(what, path, Object.is(value, -0) ? '-0' : String(value));
  else if (['bigint', 'function', 'symbol'].includes(typeof value))
    throw unkept(what, path, typeof value);
}

const isPlain = (value: object): boolean =>
  [Object.prototype, null].includes(Object.getPrototypeOf(value));

const unkept = (what: string, path: string, found: string): TypeError =>
  new TypeError(
    `${what}: ${path} holds ${found}, which JSON does not keep; give a text or a number`,
  );

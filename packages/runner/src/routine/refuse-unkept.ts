/** What a checkpoint cannot keep as it is: JSON makes NaN null and a Date a text without a word. */

/** Throws TypeError, with the place in the state. */
export function refuseUnkept(state: unknown, path = 'state'): void {
  if (typeof state === 'object' && state !== null) {
    if (!isPlain(state)) throw unkept(path, state.constructor.name);
    for (const [key, value] of Object.entries(state)) refuseUnkept(value, `${path}.${key}`);
  } else if (typeof state === 'number' && !Number.isFinite(state))
    throw unkept(path, String(state));
  else if (['bigint', 'function', 'symbol'].includes(typeof state))
    throw unkept(path, typeof state);
}

const isPlain = (value: object): boolean =>
  Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value));

const unkept = (path: string, found: string): TypeError =>
  new TypeError(
    `checkpoint: ${path} holds ${found}, which JSON does not keep; save a text or a number`,
  );

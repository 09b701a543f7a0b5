/** Names of time zones, as callers give them. */

/** Whether this Node or browser knows the IANA zone: `Asia/Shanghai`, `UTC`. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/**
 * Times as PostgreSQL writes them (manual, 8.5.2 Date/Time Output, style ISO), from their bytes.
 */

const [ZERO, NINE, PLUS, MINUS, POINT, COLON] = [48, 57, 43, 45, 46, 58] as const;
const DAY_LENGTH = 'yyyy-mm-dd'.length;
const SECONDS_LENGTH = 'yyyy-mm-dd hh:mm:ss'.length;

/**
 * Milliseconds since 1970 of `2026-11-21 09:38:05.123456+08`, `2026-11-21 09:38:05`, `2026-11-21`,
 * cut off, not rounded; without an offset it is UTC. NaN for other forms: BC, infinity, far years.
 */
export function timestampMs(bytes: Uint8Array, start: number, end: number): number {
  const year = two(bytes, start) * 100 + two(bytes, start + 2);
  if (bytes[start + 4] !== MINUS || !(year >= 100)) return Number.NaN;
  const day = Date.UTC(year, two(bytes, start + 5) - 1, two(bytes, start + 8));
  if (end - start === DAY_LENGTH) return day;
  const zone = start + SECONDS_LENGTH;
  if (end < zone) return Number.NaN;
  const seconds =
    (two(bytes, start + 11) * 60 + two(bytes, start + 14)) * 60 + two(bytes, start + 17);
  const hasFraction = zone < end && bytes[zone] === POINT;
  const fractionEnd = hasFraction ? endOfDigits(bytes, zone + 1, end) : zone;
  return (
    day +
    (seconds - offsetSeconds(bytes, fractionEnd, end)) * 1_000 +
    milliseconds(bytes, zone + 1, fractionEnd)
  );
}

const two = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] ?? 0) - ZERO) * 10 + (bytes[at + 1] ?? 0) - ZERO;

function endOfDigits(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && (bytes[at] ?? 0) >= ZERO && (bytes[at] ?? 0) <= NINE) at += 1;
  return at;
}

function milliseconds(bytes: Uint8Array, start: number, end: number): number {
  let ms = 0;
  for (let place = 0; place < 3; place += 1)
    ms = ms * 10 + (start + place < end ? (bytes[start + place] ?? ZERO) - ZERO : 0);
  return ms;
}

/** `+08`, `-03:30`, `+08:05:43` of days before time zones, nothing. */
function offsetSeconds(bytes: Uint8Array, start: number, end: number): number {
  if (start === end) return 0;
  const sign = bytes[start] === PLUS ? 1 : bytes[start] === MINUS ? -1 : Number.NaN;
  const hours = two(bytes, start + 1) * 3_600;
  if (end - start === 3) return sign * hours;
  if (bytes[start + 3] !== COLON) return Number.NaN;
  const minutes = hours + two(bytes, start + 4) * 60;
  if (end - start === 6) return sign * minutes;
  return end - start === 9 && bytes[start + 6] === COLON
    ? sign * (minutes + two(bytes, start + 7))
    : Number.NaN;
}

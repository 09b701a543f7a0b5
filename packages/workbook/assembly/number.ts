/**
 * Numbers and dates in decimal digits. Each function returns the address behind the digits; 0 means
 * that only the ordinary writer writes the number.
 */
const EXACT: f64 = 9007199254740992;
const ZERO: u8 = 48;
const MINUS: u8 = 45;
const POINT: u8 = 46;

const DAY_MS: i64 = 86_400_000;
/** 1899-12-30: serial 0 of the 1900 system from 1 March 1900 on. */
const EPOCH_DAY: i64 = -25_569;
const FALSE_LEAP_DAY: i64 = 60;
/** Digits of a day's fraction, as of the ordinary writer. */
const FRACTION_SCALE: f64 = 1e10;
const FRACTION_PLACES: i32 = 10;

/** Digits that a double keeps exactly. */
const EXACT_DIGITS: usize = 15;

/** A number that few digits tell exactly; reading it back gives the same double. */
export function writeNumber(value: f64, to: usize): usize {
  const size = abs(value);
  if (!(size <= EXACT)) return 0;
  if (value < 0) {
    store<u8>(to, MINUS);
    to += 1;
  }
  if (floor(size) === size) return writeDigits(size as u64, to);
  // the same choice for both signs, as Math.round(-x) is not -Math.round(x)
  let scaled = Math.round(value * 1e2);
  if (scaled / 1e2 === value) return writeDecimal(abs(scaled), 100, 2, to);
  scaled = Math.round(value * 1e4);
  if (abs(scaled) > EXACT) return 0;
  if (scaled / 1e4 === value) return writeDecimal(abs(scaled), 10_000, 4, to);
  scaled = Math.round(value * 1e6);
  if (abs(scaled) > EXACT || scaled / 1e6 !== value) return 0;
  return writeDecimal(abs(scaled), 1_000_000, 6, to);
}

function writeDecimal(scaled: f64, scale: u64, places: i32, to: usize): usize {
  if (scaled > EXACT) return 0;
  const size = scaled as u64;
  const whole = size / scale;
  return writeFraction(size - whole * scale, places, writeDigits(whole, to));
}

/** Milliseconds since 1970, between 1900 and 9999, as days since 1900. */
export function writeSerial(time: f64, to: usize): usize {
  const ms = time as i64;
  let day = ms / DAY_MS;
  let rest = ms - day * DAY_MS;
  if (rest < 0) {
    rest += DAY_MS;
    day -= 1;
  }
  day -= EPOCH_DAY;
  const serial = day <= FALSE_LEAP_DAY ? day - 1 : day;
  const end = writeDigits(serial as u64, to);
  // rounded up, since several programs cut a moment to its second
  const fraction = ceil(((rest as f64) / (DAY_MS as f64)) * FRACTION_SCALE);
  return fraction > 0 ? writeFraction(fraction as u64, FRACTION_PLACES, end) : end;
}

/** Digits that are the same number as a double; -0 is none. */
export function writeDecimalDigits(from: usize, length: usize, to: usize): usize {
  const first: usize = load<u8>(from) === MINUS ? 1 : 0;
  if (length - first > EXACT_DIGITS || (first > 0 && load<u8>(from + first) === ZERO)) return 0;
  for (let at = first; at < length; at += 1) {
    const byte = load<u8>(from + at);
    if (byte - ZERO > 9 && byte !== POINT) return 0;
  }
  v128.store(to, v128.load(from));
  return to + length;
}

/** A point and so many digits, without the zeros at the end. */
function writeFraction(value: u64, places: i32, to: usize): usize {
  while (places > 1 && value % 10 === 0) {
    value /= 10;
    places -= 1;
  }
  store<u8>(to, POINT);
  writePadded(value, places, to + 1);
  return to + 1 + (places as usize);
}

export function writeDigits(value: u64, to: usize): usize {
  let places = 1;
  let limit: u64 = 10;
  while (value >= limit) {
    places += 1;
    limit *= 10;
  }
  writePadded(value, places, to);
  return to + (places as usize);
}

function writePadded(value: u64, places: i32, to: usize): void {
  let at = to + (places as usize);
  while (value > 0xffff_ffff && at > to) {
    at -= 1;
    const tenth = value / 10;
    store<u8>(at, ZERO + ((value - tenth * 10) as u8));
    value = tenth;
  }
  let rest = value as u32;
  while (at > to) {
    at -= 1;
    const tenth = rest / 10;
    store<u8>(at, ZERO + ((rest - tenth * 10) as u8));
    rest = tenth;
  }
}

/** Bits of the packed bytes, the first one lowest (RFC 1951, 3.1.1). */
import { PACKED } from './memory';

let buffer: u64 = 0;
let count: u64 = 0;
let packed: usize = PACKED;

export function resetBits(): void {
  buffer = 0;
  count = 0;
  packed = PACKED;
}

/** At most 16 bits. */
export function putBits(value: u32, length: u32): void {
  buffer |= (value as u64) << count;
  count += length;
  store<u64>(packed, buffer);
  const bytes = count >> 3;
  packed += bytes as usize;
  buffer >>= bytes << 3;
  count &= 7;
}

/** Bits that do not fill a byte yet. */
export function openBits(): u64 {
  return buffer;
}

export function openCount(): u64 {
  return count;
}

export function setBits(address: usize, bits: u64, length: u64): void {
  packed = address;
  buffer = bits;
  count = length;
}

export function packedEnd(): usize {
  return packed;
}

/** Zeros until a byte is full. */
export function alignBits(): void {
  if (count > 0) putBits(0, (8 - count) as u32);
}

export function takePacked(): void {
  packed = PACKED;
}

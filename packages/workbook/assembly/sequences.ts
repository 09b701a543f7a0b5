/**
 * The bytes of the XML, and the repetitions found in them: sequences of some literals and a match
 * (RFC 1951, 2). A position counts the bytes since the encoder was reset, from 1 on; 0 is none.
 */
import { BLOCK_BYTES, MAX_SEQUENCES, SEQUENCES, WINDOW, WINDOW_BYTES } from './memory';

const MIN_MATCH: usize = 3;
const MAX_MATCH: usize = 258;
const FIRST_POSITION: u32 = 1;

/** Where the next byte goes. */
let end: usize = WINDOW;
/** The first byte of the open block. */
let block: usize = WINDOW;
/** The first byte that no sequence holds yet. */
let literals: usize = WINDOW;
let sequence: usize = SEQUENCES;
/** Position of an address, less the address. */
let shift: u32 = FIRST_POSITION - (WINDOW as u32);

export function resetSequences(): void {
  end = block = literals = WINDOW;
  sequence = SEQUENCES;
  shift = FIRST_POSITION - (WINDOW as u32);
}

export function endOfBytes(): usize {
  return end;
}

export function advanceTo(address: usize): void {
  end = address;
}

export function blockStart(): usize {
  return block;
}

export function sequencesEnd(): usize {
  return sequence;
}

export function positionOf(address: usize): u32 {
  return (address as u32) + shift;
}

export function isBlockFull(): bool {
  return end - block >= BLOCK_BYTES || sequence >= SEQUENCES + 8 * MAX_SEQUENCES;
}

/**
 * How many of the `most` bytes at an address stand at a position too; 0 when the position is out of
 * reach.
 */
export function repeated(address: usize, position: u32, most: usize): usize {
  const distance = positionOf(address) - position;
  if (position === 0 || distance > WINDOW_BYTES) return 0;
  return common(address, address - distance, most);
}

/** How many are the same as those so many bytes behind a position. */
export function repeatedBehind(address: usize, position: u32, behind: usize, most: usize): usize {
  return position === 0 ? 0 : repeated(address, position + (behind as u32), most);
}

/** How many bytes at two addresses are the same. Reads up to 15 bytes more. */
export function common(a: usize, b: usize, most: usize): usize {
  let same: usize = 0;
  while (same < most) {
    const equal = i8x16.bitmask(i8x16.eq(v128.load(a + same), v128.load(b + same)));
    if (equal !== 0xffff) return min(most, same + (ctz(~equal) as usize));
    same += 16;
  }
  return most;
}

/** The bytes at an address repeat those at a position; too few of them stay literals. */
export function addMatch(address: usize, position: u32, length: usize): void {
  if (length < MIN_MATCH) return;
  const distance = positionOf(address) - position - 1;
  while (length > MAX_MATCH) {
    const some = length - MAX_MATCH < MIN_MATCH ? MAX_MATCH - MIN_MATCH : MAX_MATCH;
    addSequence(address, some, distance);
    address += some;
    length -= some;
  }
  addSequence(address, length, distance);
}

/**
 * Lengthens the last match, when it ends at an address and its source goes on alike; returns by how
 * many of the `most` bytes.
 */
export function lengthenMatch(address: usize, most: usize): usize {
  if (literals !== address || sequence === SEQUENCES) return 0;
  const last = sequence - 8;
  const length = load<u16>(last, 4) as usize;
  const source = address - (load<u16>(last, 6) as usize) - 1;
  const more = common(address, source, min(most, MAX_MATCH - length));
  store<u16>(last, (length + more) as u16, 4);
  literals = address + more;
  return more;
}

function addSequence(address: usize, length: usize, distance: u32): void {
  store<u32>(sequence, (address - literals) as u32);
  store<u32>(sequence, (length as u32) | (distance << 16), 4);
  sequence += 8;
  literals = address + length;
}

/** The next block begins; keeps what its matches can reach. */
export function nextBlock(): void {
  const start = max(WINDOW, end - min(end, WINDOW_BYTES as usize));
  const moved = start - WINDOW;
  memory.copy(WINDOW, start, end - start);
  end -= moved;
  shift += moved as u32;
  block = literals = end;
  sequence = SEQUENCES;
}

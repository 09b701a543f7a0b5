/**
 * Searches values for what stood before: one look a byte, by a hash of four bytes. A column whose
 * values hardly repeat is not searched until some blocks later.
 */
import {
  COLUMN_SEARCHED,
  COLUMN_SKIPPED,
  HASH_BITS,
  HASHES,
  MAX_COLUMNS,
  WINDOW_BYTES,
} from './memory';
import { addMatch, common, positionOf } from './sequences';

const SEED: usize = 4;
/** One byte of so many must be found. */
const FOUND_SHARE: u32 = 6;
/** Fewer bytes tell nothing about a column. */
const TELLING_BYTES: u32 = 1024;
const SKIPPED_BLOCKS: i32 = 16;

let skippedBlocks: i32 = 0;

export function resetMatcher(): void {
  skippedBlocks = 0;
  memory.fill(HASHES, 0, 16 << HASH_BITS);
  memory.fill(COLUMN_SKIPPED, 0, MAX_COLUMNS);
  memory.fill(COLUMN_SEARCHED, 0, 8 * MAX_COLUMNS);
}

/** Adds the matches of a value of a column. */
export function searchValue(from: usize, end: usize, column: usize): void {
  if (end - from < SEED || load<u8>(COLUMN_SKIPPED + column) !== 0) return;
  const counts = COLUMN_SEARCHED + (column << 3);
  const found = search(from, end);
  store<u32>(counts, load<u32>(counts) + ((end - from) as u32));
  store<u32>(counts, load<u32>(counts, 4) + (found as u32), 4);
}

/** Adds the matches within some bytes; returns how many bytes they hold. */
export function search(from: usize, end: usize): usize {
  let found: usize = 0;
  let at = from;
  while (at + SEED <= end) {
    const length = longest(at, end);
    if (length > 0) {
      addMatch(at, position, length);
      at += length;
      found += length;
    } else at += 1;
  }
  return found;
}

/** Of the match that `longest` has found. */
let position: u32 = 0;

/** The longest match at an address, or 0; the address becomes the newest of its hash. */
function longest(at: usize, end: usize): usize {
  const seed = load<u32>(at);
  const slot = HASHES + (((seed * 0x9e3779b1) >>> (32 - HASH_BITS)) << 4);
  const known = v128.load(slot);
  const here = positionOf(at);
  const moved = i8x16.shuffle(known, known, 0, 1, 2, 3, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
  v128.store(slot, i32x4.replace_lane(moved, 0, here));
  let length = tried(at, end, seed, here - i32x4.extract_lane(known, 0), 0);
  length = tried(at, end, seed, here - i32x4.extract_lane(known, 1), length);
  length = tried(at, end, seed, here - i32x4.extract_lane(known, 2), length);
  return tried(at, end, seed, here - i32x4.extract_lane(known, 3), length);
}

/**
 * The length at a distance, when it is more than `best`; else `best`. The distance to no position
 * leads before the first byte.
 */
function tried(at: usize, end: usize, seed: u32, distance: u32, best: usize): usize {
  const here = positionOf(at);
  if (distance > WINDOW_BYTES || distance >= here) return best;
  const source = at - (distance as usize);
  if (load<u32>(source) !== seed) return best;
  const length = SEED + common(at + SEED, source + SEED, end - at - SEED);
  if (length <= best) return best;
  position = here - distance;
  return length;
}

/** Decides, at the end of a block, which columns are searched in the next one. */
export function judgeColumns(): void {
  skippedBlocks += 1;
  const isNew = skippedBlocks === SKIPPED_BLOCKS;
  if (isNew) {
    skippedBlocks = 0;
    memory.fill(COLUMN_SKIPPED, 0, MAX_COLUMNS);
  }
  for (let column: usize = 0; column < (MAX_COLUMNS as usize); column += 1) {
    const counts = COLUMN_SEARCHED + (column << 3);
    const searched = load<u32>(counts);
    if (searched < TELLING_BYTES) continue;
    const isPoor = load<u32>(counts, 4) * FOUND_SHARE < searched;
    if (!isNew) store<u8>(COLUMN_SKIPPED + column, isPoor ? 1 : 0);
    store<u64>(counts, 0);
  }
}

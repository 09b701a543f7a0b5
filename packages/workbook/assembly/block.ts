/**
 * Writes the open block with Huffman codes of its own (RFC 1951, 3.2.7): the sequences are counted,
 * codes are made, and then each literal and match is looked up once.
 */
import { alignBits, openBits, openCount, packedEnd, putBits, setBits } from './bits';
import { writeCodeHeader } from './code-header';
import { assignCodes, codeLengths } from './huffman';
import { SEQUENCES } from './memory';
import { blockStart, endOfBytes, nextBlock, sequencesEnd } from './sequences';

const LITERALS: i32 = 286;
const DISTANCES: i32 = 30;
const END_OF_BLOCK: usize = 256;
const FIRST_LENGTH: u32 = 257;
const LONGEST_MATCH: u32 = 258;
/** Four literals fit into 64 bits beside the 7 that may wait. */
const LONGEST_CODE: i32 = 14;
const DYNAMIC: u32 = 2;

const LITERAL_COUNTS: usize = memory.data(4 * 286, 16);
const DISTANCE_COUNTS: usize = memory.data(4 * 30, 16);
/** u8 a symbol: literals and lengths, then distances. */
const LENGTHS: usize = memory.data(286 + 30, 16);
/** u32 a symbol: length of the code << 24 | code. */
const LITERAL_CODES: usize = memory.data(4 * 286, 16);
const DISTANCE_CODES: usize = memory.data(4 * 30, 16);
/** u32 a match length: symbol, number of extra bits << 16, extra bits << 24. */
const MATCH_SYMBOLS: usize = memory.data(4 * 259, 16);
/** u32 a match length: number of bits << 24 | code with its extra bits. */
const MATCH_CODES: usize = memory.data(4 * 259, 16);

/** Once. */
export function fillMatchSymbols(): void {
  let length: u32 = 3;
  for (let symbol: u32 = 0; symbol < 28; symbol += 1) {
    const extra = symbol < 8 ? 0 : (symbol >> 2) - 1;
    for (let value: u32 = 0; value < (1 as u32) << extra; value += 1) {
      const entry = (symbol + FIRST_LENGTH) | (extra << 16) | (value << 24);
      store<u32>(MATCH_SYMBOLS + (length << 2), entry);
      length += 1;
    }
  }
  store<u32>(MATCH_SYMBOLS + (LONGEST_MATCH << 2), FIRST_LENGTH + 28);
}

/** Packs what was written since the last block. */
export function writeBlock(): void {
  countSymbols();
  codeLengths(LITERAL_COUNTS, LITERALS, LONGEST_CODE, LENGTHS);
  codeLengths(DISTANCE_COUNTS, DISTANCES, LONGEST_CODE, LENGTHS + LITERALS);
  assignCodes(LENGTHS, LITERALS, LITERAL_CODES);
  assignCodes(LENGTHS + LITERALS, DISTANCES, DISTANCE_CODES);
  fillMatchCodes();
  putBits(0, 1);
  putBits(DYNAMIC, 2);
  writeCodeHeader(LENGTHS, LITERALS, DISTANCES);
  writeSymbols();
  nextBlock();
}

/** An empty stored block, behind which the bytes begin anew (zlib's sync flush). */
export function writeSyncFlush(): void {
  putBits(0, 3);
  alignBits();
  putBits(0, 16);
  putBits(0xffff, 16);
}

/** An empty last block of fixed codes. */
export function writeLastBlock(): void {
  putBits(3, 10);
  alignBits();
}

function countSymbols(): void {
  memory.fill(LITERAL_COUNTS, 0, 4 * LITERALS);
  memory.fill(DISTANCE_COUNTS, 0, 4 * DISTANCES);
  count(LITERAL_COUNTS + (END_OF_BLOCK << 2));
  const end = sequencesEnd();
  let at = blockStart();
  for (let sequence = SEQUENCES; sequence < end; sequence += 8) {
    const literals = at + (load<u32>(sequence) as usize);
    for (; at < literals; at += 1) count(LITERAL_COUNTS + ((load<u8>(at) as usize) << 2));
    const length = load<u16>(sequence, 4) as usize;
    count(LITERAL_COUNTS + ((load<u16>(MATCH_SYMBOLS + (length << 2)) as usize) << 2));
    const symbol = distanceSymbol(load<u16>(sequence, 6) as u32);
    count(DISTANCE_COUNTS + ((symbol as usize) << 2));
    at += length;
  }
  for (; at < endOfBytes(); at += 1) count(LITERAL_COUNTS + ((load<u8>(at) as usize) << 2));
}

function count(place: usize): void {
  store<u32>(place, load<u32>(place) + 1);
}

/** Of a distance less 1. */
function distanceSymbol(distance: u32): u32 {
  if (distance < 4) return distance;
  const top = 31 - clz(distance);
  return (top << 1) + ((distance >> (top - 1)) & 1);
}

function fillMatchCodes(): void {
  for (let length: usize = 3; length <= (LONGEST_MATCH as usize); length += 1) {
    const entry = load<u32>(MATCH_SYMBOLS + (length << 2));
    const code = load<u32>(LITERAL_CODES + (((entry & 0xffff) as usize) << 2));
    const bits = code >> 24;
    const extra = (entry >> 16) & 0xff;
    const value = (code & 0xffffff) | ((entry >> 24) << bits);
    store<u32>(MATCH_CODES + (length << 2), ((bits + extra) << 24) | value);
  }
}

/** The bits stay in locals: this loop takes most of the time of packing. */
function writeSymbols(): void {
  let bits = openBits();
  let length = openCount();
  let to = packedEnd();
  const end = sequencesEnd();
  let at = blockStart();
  let sequence = SEQUENCES;
  while (true) {
    const isLast = sequence === end;
    const literals = isLast ? endOfBytes() : at + (load<u32>(sequence) as usize);
    while (at < literals) {
      const four = min(literals, at + 4);
      for (; at < four; at += 1) {
        const code = load<u32>(LITERAL_CODES + ((load<u8>(at) as usize) << 2));
        bits |= ((code & 0xffffff) as u64) << length;
        length += (code >> 24) as u64;
      }
      store<u64>(to, bits);
      to += (length >> 3) as usize;
      bits >>= length & 56;
      length &= 7;
    }
    if (isLast) break;
    const matched = load<u16>(sequence, 4) as usize;
    const code = load<u32>(MATCH_CODES + (matched << 2));
    bits |= ((code & 0xffffff) as u64) << length;
    length += (code >> 24) as u64;
    const distance = load<u16>(sequence, 6) as u32;
    const symbol = distanceSymbol(distance);
    const far = load<u32>(DISTANCE_CODES + ((symbol as usize) << 2));
    bits |= ((far & 0xffffff) as u64) << length;
    length += (far >> 24) as u64;
    if (symbol > 3) {
      const extra = ((symbol >> 1) - 1) as u64;
      bits |= ((distance as u64) & (((1 as u64) << extra) - 1)) << length;
      length += extra;
    }
    store<u64>(to, bits);
    to += (length >> 3) as usize;
    bits >>= length & 56;
    length &= 7;
    at += matched;
    sequence += 8;
  }
  setBits(to, bits, length);
  const last = load<u32>(LITERAL_CODES + (END_OF_BLOCK << 2));
  putBits(last & 0xffffff, last >> 24);
}

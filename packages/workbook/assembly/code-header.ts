/**
 * The lengths of a block's codes, as its header tells them (RFC 1951, 3.2.7): runs of a length, and
 * Huffman codes for both.
 */
import { putBits } from './bits';
import { assignCodes, codeLengths } from './huffman';

const SYMBOLS: i32 = 19;
const LONGEST_CODE: i32 = 7;
const REPEAT: u32 = 16;
const ZEROS: u32 = 17;
const MANY_ZEROS: u32 = 18;

/** Order in which the lengths of the codes of lengths are told. */
const ORDER: StaticArray<u8> = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const COUNTS: usize = memory.data(4 * 19, 16);
const LENGTHS: usize = memory.data(19, 16);
const CODES: usize = memory.data(4 * 19, 16);
/** u16 a run: symbol, and its extra value << 8. */
const RUNS: usize = memory.data(2 * 320, 16);
/** u8: the lengths that are told, without zeros at the end of each code. */
const TOLD: usize = memory.data(320, 16);

let runs: i32 = 0;

/** u8 lengths of literals and match lengths, then of distances. */
export function writeCodeHeader(lengths: usize, literals: i32, distances: i32): void {
  const toldLiterals = withoutZeros(lengths, literals, 257);
  const toldDistances = withoutZeros(lengths + literals, distances, 1);
  memory.copy(TOLD, lengths, toldLiterals);
  memory.copy(TOLD + toldLiterals, lengths + literals, toldDistances);
  findRuns(toldLiterals + toldDistances);
  codeLengths(COUNTS, SYMBOLS, LONGEST_CODE, LENGTHS);
  assignCodes(LENGTHS, SYMBOLS, CODES);
  putBits(toldLiterals - 257, 5);
  putBits(toldDistances - 1, 5);
  writeLengths();
  for (let i = 0; i < runs; i += 1) writeRun(load<u16>(RUNS + (i << 1)));
}

function withoutZeros(lengths: usize, count: i32, least: i32): i32 {
  while (count > least && load<u8>(lengths + count - 1) === 0) count -= 1;
  return count;
}

function findRuns(count: i32): void {
  runs = 0;
  memory.fill(COUNTS, 0, 4 * SYMBOLS);
  let at = 0;
  while (at < count) {
    const length = load<u8>(TOLD + at) as u32;
    let end = at + 1;
    while (end < count && load<u8>(TOLD + end) === length) end += 1;
    if (length === 0) addZeros(end - at);
    else {
      addRun(length, 0);
      addRepeats(length, end - at - 1);
    }
    at = end;
  }
}

function addZeros(count: i32): void {
  while (count >= 11) {
    const some = min(count, 138);
    addRun(MANY_ZEROS, some - 11);
    count -= some;
  }
  if (count >= 3) addRun(ZEROS, count - 3);
  else for (; count > 0; count -= 1) addRun(0, 0);
}

function addRepeats(length: u32, count: i32): void {
  while (count >= 3) {
    const some = min(count, 6);
    addRun(REPEAT, some - 3);
    count -= some;
  }
  for (; count > 0; count -= 1) addRun(length, 0);
}

function addRun(symbol: u32, extra: u32): void {
  store<u16>(RUNS + (runs << 1), symbol | (extra << 8));
  runs += 1;
  const place = COUNTS + (symbol << 2);
  store<u32>(place, load<u32>(place) + 1);
}

function writeLengths(): void {
  let told = SYMBOLS;
  while (told > 4 && load<u8>(LENGTHS + (unchecked(ORDER[told - 1]) as usize)) === 0) told -= 1;
  putBits(told - 4, 4);
  for (let i = 0; i < told; i += 1)
    putBits(load<u8>(LENGTHS + (unchecked(ORDER[i]) as usize)) as u32, 3);
}

function writeRun(run: u32): void {
  const symbol = run & 0xff;
  const code = load<u32>(CODES + (symbol << 2));
  putBits(code & 0xffffff, code >> 24);
  if (symbol === REPEAT) putBits(run >> 8, 2);
  else if (symbol === ZEROS) putBits(run >> 8, 3);
  else if (symbol === MANY_ZEROS) putBits(run >> 8, 7);
}

/**
 * Huffman codes of limited length (RFC 1951, 3.2.2). The lengths come from the in-place algorithm
 * of Moffat and Katajainen (1995); a code that is too long is shortened at the cost of the next
 * ones, which keeps the code complete.
 */
/** u32: count of a symbol << 9 | symbol, in order of counts. */
const SORTED: usize = memory.data(4 * 288, 16);
/** u32: counts, then parents, then lengths. */
const WORK: usize = memory.data(4 * 288, 16);
/** u32 a length. */
const OF_LENGTH: usize = memory.data(4 * 64, 16);
const NEXT_CODE: usize = memory.data(4 * 64, 16);
const SYMBOL_BITS: u32 = 9;

/**
 * From u32 counts to u8 lengths. At least two symbols get a code, since some readers refuse a code
 * of one.
 */
export function codeLengths(counts: usize, symbols: i32, longest: i32, lengths: usize): void {
  const used = sortSymbols(counts, symbols);
  memory.fill(lengths, 0, symbols);
  depths(used);
  limitLengths(used, longest);
  let at = 0;
  for (let length = longest; length > 0; length -= 1)
    for (let n = load<u32>(OF_LENGTH + (length << 2)); n > 0; n -= 1) {
      const symbol = load<u32>(SORTED + (at << 2)) & ((1 << SYMBOL_BITS) - 1);
      store<u8>(lengths + symbol, length);
      at += 1;
    }
}

function sortSymbols(counts: usize, symbols: i32): i32 {
  let used = 0;
  for (let symbol = 0; symbol < symbols; symbol += 1) {
    const count = load<u32>(counts + (symbol << 2));
    if (count !== 0) {
      store<u32>(SORTED + (used << 2), (count << SYMBOL_BITS) | symbol);
      used += 1;
    }
  }
  for (let symbol = 0; used < 2; symbol += 1)
    if (load<u32>(counts + (symbol << 2)) === 0) {
      store<u32>(SORTED + (used << 2), (1 << SYMBOL_BITS) | symbol);
      used += 1;
    }
  for (let gap = 121; gap > 0; gap = gap / 3) sortByGap(used, gap);
  return used;
}

/** A pass of shell sort. */
function sortByGap(used: i32, gap: i32): void {
  for (let i = gap; i < used; i += 1) {
    const item = load<u32>(SORTED + (i << 2));
    let at = i;
    while (at >= gap && load<u32>(SORTED + ((at - gap) << 2)) > item) {
      store<u32>(SORTED + (at << 2), load<u32>(SORTED + ((at - gap) << 2)));
      at -= gap;
    }
    store<u32>(SORTED + (at << 2), item);
  }
}

function workAt(index: i32): u32 {
  return load<u32>(WORK + (index << 2));
}

function setWork(index: i32, value: u32): void {
  store<u32>(WORK + (index << 2), value);
}

/** Leaves in WORK the length of each symbol of SORTED. */
function depths(used: i32): void {
  for (let i = 0; i < used; i += 1) setWork(i, load<u32>(SORTED + (i << 2)) >> SYMBOL_BITS);
  mergeCounts(used);
  setWork(used - 2, 0);
  for (let i = used - 3; i >= 0; i -= 1) setWork(i, workAt(workAt(i) as i32) + 1);
  leafDepths(used);
}

/** Inner nodes of the tree: each ends as the index of its parent. */
function mergeCounts(used: i32): void {
  setWork(0, workAt(0) + workAt(1));
  let root = 0;
  let leaf = 2;
  for (let next = 1; next < used - 1; next += 1) {
    let sum: u32 = 0;
    for (let child = 0; child < 2; child += 1)
      if (leaf >= used || (root < next && workAt(root) < workAt(leaf))) {
        sum += workAt(root);
        setWork(root, next);
        root += 1;
      } else {
        sum += workAt(leaf);
        leaf += 1;
      }
    setWork(next, sum);
  }
}

/** From depths of inner nodes to depths of leaves. */
function leafDepths(used: i32): void {
  let root = used - 2;
  let next = used - 1;
  let open = 1;
  for (let depth = 0; open > 0; depth += 1) {
    let inner = 0;
    while (root >= 0 && workAt(root) === depth) {
      inner += 1;
      root -= 1;
    }
    for (; open > inner; open -= 1) {
      setWork(next, depth);
      next -= 1;
    }
    open = 2 * inner;
  }
}

/** Leaves in OF_LENGTH how many codes have each length. */
function limitLengths(used: i32, longest: i32): void {
  memory.fill(OF_LENGTH, 0, 4 * 64);
  for (let i = 0; i < used; i += 1) {
    const place = OF_LENGTH + (min(workAt(i), longest as u32) << 2);
    store<u32>(place, load<u32>(place) + 1);
  }
  let taken: u32 = 0;
  for (let length = 1; length <= longest; length += 1)
    taken += load<u32>(OF_LENGTH + (length << 2)) << (longest - length);
  for (; taken > (1 as u32) << longest; taken -= 1) lengthenOne(longest);
}

/** One of the longest codes takes a place beside a shorter one, which gets a bit more. */
function lengthenOne(longest: i32): void {
  const last = OF_LENGTH + (longest << 2);
  store<u32>(last, load<u32>(last) - 1);
  let length = longest - 1;
  while (load<u32>(OF_LENGTH + (length << 2)) === 0) length -= 1;
  const place = OF_LENGTH + (length << 2);
  store<u32>(place, load<u32>(place) - 1);
  store<u32>(place, load<u32>(place, 4) + 2, 4);
}

/** From u8 lengths to u32 codes, the first bit lowest; the length stands in the upper 8 bits. */
export function assignCodes(lengths: usize, symbols: i32, codes: usize): void {
  memory.fill(OF_LENGTH, 0, 4 * 64);
  for (let symbol = 0; symbol < symbols; symbol += 1) {
    const place = OF_LENGTH + ((load<u8>(lengths + symbol) as usize) << 2);
    store<u32>(place, load<u32>(place) + 1);
  }
  store<u32>(OF_LENGTH, 0);
  let code: u32 = 0;
  for (let length = 1; length < 16; length += 1) {
    code = (code + load<u32>(OF_LENGTH + ((length - 1) << 2))) << 1;
    store<u32>(NEXT_CODE + (length << 2), code);
  }
  for (let symbol = 0; symbol < symbols; symbol += 1) {
    const length = load<u8>(lengths + symbol) as u32;
    const place = NEXT_CODE + (length << 2);
    const next = load<u32>(place);
    store<u32>(place, next + 1);
    store<u32>(codes + (symbol << 2), length === 0 ? 0 : (length << 24) | reversed(next, length));
  }
}

function reversed(code: u32, length: u32): u32 {
  let bits: u32 = 0;
  for (let i: u32 = 0; i < length; i += 1) {
    bits = (bits << 1) | (code & 1);
    code >>= 1;
  }
  return bits;
}

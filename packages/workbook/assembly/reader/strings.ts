/**
 * Shared strings in their usual form, `<si><t>text</t></si>` (ECMA-376 part 1, 18.4.8 si), one
 * after the other: their UTF-8 is gathered in TEXT, where ENDS says each one's end. Another form is
 * left to JavaScript.
 */
import { byteAt, GREATER, isSpace } from './bytes';
import { ENDS, MAX_FOUND, TEXT } from './memory';
import { isPreserving, PRESERVE_BYTES } from './preserve';
import { findTag, writeUtf8 } from './text';

/** Names of tags as little-endian numbers. */
const OPEN: u64 = 0x743c3e69733c; // <si><t
const CLOSE: u64 = 0x2f3c3e742f3c; // </t></
const SI_CLOSE: u32 = 0x3e6973; // si>
const CLOSE_BYTES: usize = 9;

let at: usize = 0;

/** Address of the first byte that was not read. */
export function stringsReadTo(): usize {
  return at;
}

/** Counts the strings, of at most so many bytes each. */
export function readStrings(from: usize, end: usize, longest: usize): i32 {
  at = from;
  let to = TEXT;
  for (let count = 0; count < MAX_FOUND; count += 1) {
    const text = textStart(behindSpaces(end));
    if (text === 0) return count;
    const tag = findTag(text, end);
    if (tag + CLOSE_BYTES > end || tag - text > longest || !closes(tag)) return count;
    to = writeUtf8(text, tag, to);
    if (to === 0) return count;
    store<u32>(ENDS + ((count as usize) << 2), to as u32);
    at = tag + CLOSE_BYTES;
  }
  return MAX_FOUND;
}

/** Spaces are passed only with what follows them. */
function behindSpaces(end: usize): usize {
  let from = at;
  while (from < end && isSpace(byteAt(from))) from += 1;
  return from;
}

/** Behind the opening tags; 0 when others stand there. */
function textStart(from: usize): usize {
  if ((load<u64>(from) & 0xffffffffffff) !== OPEN) return 0;
  if (byteAt(from + 6) === GREATER) return from + 7;
  return isPreserving(from + 6) ? from + 6 + PRESERVE_BYTES : 0;
}

function closes(tag: usize): bool {
  return (
    (load<u64>(tag) & 0xffffffffffff) === CLOSE && (load<u32>(tag + 6) & 0xffffff) === SI_CLOSE
  );
}

/**
 * The list of a zip archive's entries (APPNOTE.TXT 6.3.10), read from its end and checked before
 * anything is unpacked:
 * readers differ on what a contradictory archive holds, so a contradictory one is refused.
 */
import { isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import type { BookSource } from '../book-source.js';
import type { ReadLimits } from '../limits.js';
import { WorkbookError, type WorkbookErrorCode } from '../workbook-error.js';

export interface ZipEntry {
  /** With `/` between folders. */
  readonly name: string;
  readonly method: 'stored' | 'deflated';
  /** Of the local header. */
  readonly offset: number;
  /** Length of the name as it stands in the archive. */
  readonly nameBytes: number;
  readonly packedSize: number;
  readonly size: number;
  readonly crc: number;
}

const END = 0x06054b50;
const END_BYTES = 22;
const MAX_COMMENT = 0xffff;
const END_64 = 0x06064b50;
const END_64_BYTES = 56;
const LOCATOR_64 = 0x07064b50;
const LOCATOR_BYTES = 20;
const HEADER = 0x02014b50;
const HEADER_BYTES = 46;
const LOCAL_HEADER_BYTES = 30;
const ZIP64_FIELD = 1;
const ENCRYPTED = 1 | (1 << 6) | (1 << 13);
const MAX_32 = 0xffff_ffff;
const MAX_16 = 0xffff;
const METHODS = new Map([
  [0, 'stored'],
  [8, 'deflated'],
] as const);
const ZIP_MAGIC = 'PK';
const OLE_MAGIC = 'd0cf11e0a1b11ae1';

const CHINESE = new TextDecoder('gb18030');

interface Directory {
  readonly count: number;
  readonly start: number;
  readonly size: number;
}

/** Throws WorkbookError. */
export async function readDirectory(source: BookSource, limits: ReadLimits): Promise<ZipEntry[]> {
  await checkStart(source);
  const directory = await findDirectory(source);
  if (directory.count > limits.maxEntries) {
    throw bad(
      'too_many_entries',
      `The archive lists ${directory.count} entries; at most ${limits.maxEntries} are read.`,
    );
  }
  if (directory.size > limits.maxSmallPartBytes) {
    throw bad(
      'too_large',
      `The archive's list of entries has ${directory.size} bytes; at most ${limits.maxSmallPartBytes} are read.`,
    );
  }
  const bytes = await readExactly(source, directory.start, directory.start + directory.size);
  const entries = parseHeaders(bytes, directory);
  checkNames(entries);
  checkOverlap(entries, directory.start);
  return entries;
}

/** UTF-8, else as Chinese Windows writes names. */
export const entryName = (bytes: Buffer): string =>
  (isUtf8(bytes) ? bytes.toString() : CHINESE.decode(bytes)).replaceAll('\\', '/');

/** Throws WorkbookError `truncated` when the source gives less. */
export async function readExactly(source: BookSource, start: number, end: number): Promise<Buffer> {
  if (start < 0 || end > source.size || end < start)
    throw bad(
      'truncated',
      'The archive points beyond the end of the file; transfer it again.',
      start,
    );
  const bytes = await source.readRange(start, end);
  if (bytes.length !== end - start)
    throw bad('truncated', 'The file ends early; transfer it again.', start + bytes.length);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

async function checkStart(source: BookSource): Promise<void> {
  if (source.size === 0)
    throw bad('empty_file', 'The file is empty (0 bytes); choose the workbook again.');
  const magic = await readExactly(source, 0, Math.min(8, source.size));
  if (magic.toString('hex') === OLE_MAGIC) {
    throw bad(
      'old_or_encrypted',
      'This is an old .xls workbook, or one protected by a password; save it as .xlsx without a password.',
      0,
    );
  }
  if (magic.toString('latin1', 0, 2) !== ZIP_MAGIC)
    throw bad(
      'not_a_workbook',
      'This is no .xlsx workbook; save the file as .xlsx and try again.',
      0,
    );
}

/** 4.3.16: at the very end, before a comment of up to 64 KiB. */
async function findDirectory(source: BookSource): Promise<Directory> {
  const start = Math.max(0, source.size - END_BYTES - MAX_COMMENT);
  const tail = await readExactly(source, start, source.size);
  for (let at = tail.length - END_BYTES; at >= 0; at -= 1) {
    if (
      tail.readUInt32LE(at) === END &&
      tail.readUInt16LE(at + 20) === tail.length - at - END_BYTES
    ) {
      return checkedDirectory(source, tail.subarray(at), start + at);
    }
  }
  throw bad(
    'truncated',
    'The archive has no end record: the file is incomplete; transfer it again.',
    source.size,
  );
}

async function checkedDirectory(
  source: BookSource,
  end: Buffer,
  offset: number,
): Promise<Directory> {
  const plain = {
    count: end.readUInt16LE(10),
    size: end.readUInt32LE(12),
    start: end.readUInt32LE(16),
  };
  if (
    end.readUInt16LE(4) !== 0 ||
    end.readUInt16LE(6) !== 0 ||
    end.readUInt16LE(8) !== plain.count
  ) {
    throw bad(
      'unsupported_zip',
      'The archive is split over several files; save the workbook again.',
      offset,
    );
  }
  const far = plain.count === MAX_16 || plain.size === MAX_32 || plain.start === MAX_32;
  const { directory, limit } = far
    ? await directory64(source, offset, plain)
    : { directory: plain, limit: offset };
  if (directory.start + directory.size > limit)
    throw bad(
      'bad_zip',
      'The list of entries does not fit into the archive; save the workbook again.',
      offset,
    );
  return directory;
}

/** 4.3.14 and 4.3.15; without them the plain numbers are meant as they stand. */
async function directory64(
  source: BookSource,
  end: number,
  plain: Directory,
): Promise<{ directory: Directory; limit: number }> {
  if (end < LOCATOR_BYTES) return { directory: plain, limit: end };
  const locator = await readExactly(source, end - LOCATOR_BYTES, end);
  if (locator.readUInt32LE(0) !== LOCATOR_64) return { directory: plain, limit: end };
  const limit = Number(locator.readBigUInt64LE(8));
  const record = await readExactly(source, limit, Math.min(limit + END_64_BYTES, source.size));
  if (record.length < END_64_BYTES || record.readUInt32LE(0) !== END_64)
    throw bad('bad_zip', 'The zip64 end record is not where the archive says.', limit);
  const [count, size, start] = [32, 40, 48].map((at) => Number(record.readBigUInt64LE(at)));
  return { directory: { count: count ?? 0, size: size ?? 0, start: start ?? 0 }, limit };
}

function parseHeaders(bytes: Buffer, { count, start }: Directory): ZipEntry[] {
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    const next =
      at + HEADER_BYTES <= bytes.length ? headerEnd(bytes, at) : Number.POSITIVE_INFINITY;
    if (next > bytes.length || bytes.readUInt32LE(at) !== HEADER)
      throw bad('bad_zip', `Entry ${index + 1} of the archive has a broken header.`, start + at);
    entries.push(parseHeader(bytes.subarray(at, next), start + at));
    at = next;
  }
  if (at !== bytes.length)
    throw bad('bad_zip', 'The archive lists fewer entries than it says.', start + at);
  return entries;
}

const headerEnd = (bytes: Buffer, at: number): number =>
  at +
  HEADER_BYTES +
  bytes.readUInt16LE(at + 28) +
  bytes.readUInt16LE(at + 30) +
  bytes.readUInt16LE(at + 32);

/** 4.3.12 */
function parseHeader(header: Buffer, place: number): ZipEntry {
  const nameEnd = HEADER_BYTES + header.readUInt16LE(28);
  const name = entryName(header.subarray(HEADER_BYTES, nameEnd));
  const method = METHODS.get(header.readUInt16LE(10) as 0 | 8);
  if ((header.readUInt16LE(8) & ENCRYPTED) !== 0)
    throw bad(
      'unsupported_zip',
      `Entry "${name}" is encrypted; save it without a password.`,
      place,
    );
  if (method === undefined)
    throw bad(
      'unsupported_zip',
      `Entry "${name}" is packed in a way that workbooks do not use; save the workbook again.`,
      place,
    );
  const plain = {
    packedSize: header.readUInt32LE(20),
    size: header.readUInt32LE(24),
    offset: header.readUInt32LE(42),
  };
  const sizes = zip64Sizes(header.subarray(nameEnd, nameEnd + header.readUInt16LE(30)), plain);
  if (method === 'stored' && sizes.size !== sizes.packedSize)
    throw bad('bad_zip', `Entry "${name}" is not packed, yet its two sizes differ.`, place);
  return {
    name,
    method,
    crc: header.readUInt32LE(16),
    nameBytes: nameEnd - HEADER_BYTES,
    ...sizes,
  };
}

type Sizes = Pick<ZipEntry, 'packedSize' | 'size' | 'offset'>;

/** 4.5.3: only the numbers that did not fit, in this order. */
function zip64Sizes(extra: Buffer, plain: Sizes): Sizes {
  const field = extraField(extra, ZIP64_FIELD);
  let at = 0;
  const wide = (value: number): number => {
    if (value !== MAX_32 || at + 8 > field.length) return value;
    at += 8;
    return Number(field.readBigUInt64LE(at - 8));
  };
  const size = wide(plain.size);
  const packedSize = wide(plain.packedSize);
  return { size, packedSize, offset: wide(plain.offset) };
}

function extraField(extra: Buffer, id: number): Buffer {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) === id)
      return extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2));
  }
  return Buffer.alloc(0);
}

/** Names are compared without case, as Open Packaging does (ECMA-376 part 2, 9.1.1). */
function checkNames(entries: readonly ZipEntry[]): void {
  const seen = new Set<string>();
  for (const { name, offset } of entries) {
    if (name.split('/').includes('..') || /^\/|^[a-z]:|\0/i.test(name)) {
      throw bad(
        'unsafe_name',
        `The archive holds an entry named ${JSON.stringify(name)}, which leads out of it.`,
        offset,
      );
    }
    const key = name.toLowerCase();
    if (seen.has(key))
      throw bad('bad_zip', `The archive holds two entries named "${name}".`, offset);
    seen.add(key);
  }
}

/** Entries that share bytes let a small file claim any amount of data. */
function checkOverlap(entries: readonly ZipEntry[], directoryStart: number): void {
  const ordered = [...entries].sort((a, b) => a.offset - b.offset);
  for (const [index, { name, nameBytes, offset, packedSize }] of ordered.entries()) {
    const end = offset + LOCAL_HEADER_BYTES + nameBytes + packedSize;
    if (end > (ordered[index + 1]?.offset ?? directoryStart)) {
      throw bad(
        'overlapping_entries',
        `Entry "${name}" of the archive reaches into the next one.`,
        offset,
      );
    }
  }
}

const bad = (code: WorkbookErrorCode, message: string, offset?: number): WorkbookError =>
  new WorkbookError({ code, message, place: offset === undefined ? {} : { offset } });

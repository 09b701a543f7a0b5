/**
 * What a zip archive holds that is no workbook: Word, OpenDocument, a binary workbook, other files.
 * Used by bookFormat on first bytes, and by readBook on an archive that it cannot read.
 */
import type { BookSource } from './book-source.js';
import type { RefusedFormat } from './refused-format.js';
import { openZip } from './zip/open-zip.js';

/** Names of entries, as a part of the archive's bytes or of a list of names. */
const NAMES: readonly (readonly ['xlsx' | RefusedFormat, RegExp])[] = [
  ['binary_workbook', /xl\/workbook\.bin/],
  ['xlsx', /xl\//],
  ['open_document', /mimetypeapplication\/vnd\.oasis\.opendocument\.spreadsheet/],
  [
    'other_document',
    /mimetypeapplication\/|word\/document\.xml|ppt\/presentation\.xml|Index\/Document\.iwa/,
  ],
];

/** A file that is packed as it is, and not a part of a document (APPNOTE.TXT 4.3.7). */
const OWN_FILE = /\.(?!xml$|rels$|bin$|vml$)\w{2,5}$/i;
const [NAME_LENGTH, NAME] = [26, 30] as const;

/**
 * `start`: first bytes; `xlsx` where they do not say otherwise. Of an archive of files the bytes of
 * the first one may follow.
 */
export function archiveFormat(start: Buffer): 'xlsx' | RefusedFormat {
  const nameEnd = start.length > NAME ? NAME + start.readUInt16LE(NAME_LENGTH) : NAME;
  if (OWN_FILE.test(start.toString('latin1', NAME, nameEnd))) return 'xlsx';
  const text = start.toString('latin1');
  return NAMES.find(([, name]) => name.test(text))?.[0] ?? 'xlsx';
}

/** Null: the archive is a workbook, or cannot be opened. */
export async function otherArchive(source: BookSource): Promise<RefusedFormat | null> {
  if (await hasBytesBehind(source)) return 'bytes_after_archive';
  try {
    const names = (await openZip(source)).map(({ name }) => name);
    const format = NAMES.find(([, shape]) => names.some((name) => shape.test(name)))?.[0];
    const isOffice = names.includes('[Content_Types].xml');
    return format === 'xlsx' || (format === undefined && isOffice)
      ? null
      : (format ?? 'compressed_file');
  } catch {
    return null; // what is wrong with the archive is told by whoever read it
  }
}

/** APPNOTE.TXT 4.3.16: the end record is last, but for a comment whose length it says. */
const [END, END_BYTES, MOST_COMMENT] = [Buffer.from('504b0506', 'hex'), 22, 65_535] as const;

async function hasBytesBehind(source: BookSource): Promise<boolean> {
  const start = Math.max(0, source.size - END_BYTES - MOST_COMMENT);
  const tail = Buffer.from(await source.readRange(start, source.size));
  const at = tail.lastIndexOf(END);
  if (at === -1 || at + END_BYTES > tail.length) return false;
  return at + END_BYTES + tail.readUInt16LE(at + 20) < tail.length;
}
